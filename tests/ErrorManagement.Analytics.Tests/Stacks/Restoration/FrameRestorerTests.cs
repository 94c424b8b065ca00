using ErrorManagement.Analytics.Stacks.Restoration;

namespace ErrorManagement.Analytics.Tests.Stacks.Restoration;

public sealed class FrameRestorerTests
{
    private const string Program =
        """
        Check: 0 , 4 !
        A: 0 Check
        B: 0 Check
        Two: 0 , 4 A, 8 B
        Sum: 0 A B
        Both: 0 Check A
        Deep: 0 One
        One: 0 OneMore
        OneMore: 0 A
        Run: 0 Two, 4 Deep
        """;

    [Theory] // A2
    [InlineData("Check@4 < A@0 < Two@4 < Run@0", "Check < A < Two < Run")]
    [InlineData("Check@4 < Two@4 < Run@0", "Check < A < Two < Run")]
    [InlineData("Check@4 < Two@8 < Run@0", "Check < B < Two < Run")]
    [InlineData("A@0 < Two@4 < Run@0", "Check < A < Two < Run")]
    [InlineData("Two@4 < Run@0", "Check < A < Two < Run")]
    [InlineData("Two@8 < Run@0", "Check < B < Two < Run")]
    [InlineData("Check@4 < Run@4", "Check < A < OneMore < One < Deep < Run")]
    [InlineData("Run@4", "Check < A < OneMore < One < Deep < Run")]
    public void What_was_inlined_is_put_back(string frames, string restored)
    {
        MadeUpCode.Of(Program).Restore(frames).Should().Be(restored);
    }

    [Fact] // one stack must not hold up all others
    public void Of_one_stack_so_much_is_looked_for_and_no_more()
    {
        const int width = 30;
        var lines = Enumerable.Range(0, width).Select(i => $"F{i}: 0 {string.Join(' ', Enumerable.Range(0, width).Select(j => $"G{i}x{j}"))}")
            .Concat(from i in Enumerable.Range(0, width) from j in Enumerable.Range(0, width) select $"G{i}x{j}: 0")
            .Append("Wide: 0 " + string.Join(' ', Enumerable.Range(0, width).Select(static i => $"F{i}")));
        var code = MadeUpCode.Of(string.Join('\n', lines));
        var paths = new CallPaths(code);

        var found = Enumerable.Range(0, 8).Select(_ => paths.Find(code["Wide"].Code!, CodeScope.All, [], [], new OwnGoal(code["Elsewhere"]))).ToList();

        found[..5].Should().AllSatisfy(static ways => ways.Should().BeEmpty());
        found[6..].Should().AllSatisfy(static ways => ways.Should().BeNull("that was not decided"));
    }

    [Theory]
    [InlineData("Check@4 < Run@0", "Check < Two < Run ?")]
    [InlineData("Check@4 < Sum@0", "Check < Sum ?")]
    [InlineData("Check@4 < Both@0", "Check < Both ?")]
    [InlineData("Sum@0", "Sum ?")]
    public void Where_several_ways_fit_only_what_they_share_is_put_back_and_the_stack_is_incomplete(string frames, string restored)
    {
        MadeUpCode.Of(Program).Restore(frames).Should().Be(restored);
    }

    [Fact]
    public void A_place_that_is_not_known_stands_for_the_whole_method()
    {
        MadeUpCode.Of(Program).Restore("Check@4 < Two@-1").Should().Be("Check < Two ?");
        MadeUpCode.Of(Program).Restore("Check@4 < Deep@-1").Should().Be("Check < A < OneMore < One < Deep");
    }

    [Fact]
    public void A_statement_that_leads_nowhere_is_made_up_for_by_the_one_way_of_the_method()
    {
        MadeUpCode.Of("Check: 0 !\nA: 0 Check\nRun: 0 , 4 A, 8 B\nB: 0 ").Restore("Check@0 < Run@0").Should().Be("Check < A < Run");
    }

    [Fact]
    public void A_method_that_cannot_vanish_is_no_way()
    {
        var code = MadeUpCode.Of(Program);
        code["A"].CanVanish = false;

        code.Restore("Check@4 < Both@0").Should().Be("Check < Both");
        code.Restore("Check@4 < Sum@0").Should().Be("Check < B < Sum");
        code.Restore("Check@4 < Two@4").Should().Be("Check < B < Two");
    }

    [Fact]
    public void Code_that_cannot_be_read_makes_a_stack_incomplete()
    {
        MadeUpCode.Of("Check: 0 !").Restore("Check@0 < Hidden@0").Should().Be("Check < Hidden ?");
        MadeUpCode.Of("Run: 0 Hidden").Restore("Hidden@0 < Run@0").Should().Be("Hidden < Run ?");
        MadeUpCode.Of("Run: 0 other").Restore("Check@0 < Run@0").Should().Be("Check < Run ?");
    }

    [Fact]
    public void A_virtual_call_leads_to_what_overrides_it()
    {
        var code = MadeUpCode.Of("Check: 0 !\nA: 0 Check\nFirst: 0 A\nOther: 0 Quiet\nQuiet: 0 other\nRun: 0 ~V");
        code["First"].Base = code["Other"].Base = code["V"];

        code.Restore("Check@0 < A@0 < First@0 < Run@0").Should().Be("Check < A < First < Run");
        code.Restore("Check@0 < A@0 < Run@0").Should().Be("Check < A < First < Run");
        code.Restore("Check@0 < Run@0").Should().Be("Check < A < First < Run");
        code["Other"].Code = code["First"].Code;
        code.Restore("Check@0 < Run@0").Should().Be("Check < Run ?");
    }

    [Theory]
    [InlineData("Check@0 < A@0 < Lambda@0 < each@0 < Run@0")]
    [InlineData("Check@0 < A@0 < each@0 < Run@0")]
    [InlineData("Check@0 < each@0 < Run@0")]
    [InlineData("each@0 < Run@0")]
    [InlineData("Check@0 < Run@0")]
    [InlineData("Run@0")]
    public void A_lambda_that_vanished_into_a_library_is_put_back(string frames)
    {
        var code = MadeUpCode.Of("Check: 0 !\nA: 0 Check\nLambda: 0 A\neach: 0 @\nRun: 0 &Lambda each");
        code["Lambda"].IsEntry = true;

        code.Restore(frames).Should().Be("Check < A < Lambda < Run");
    }

    [Fact]
    public void Of_two_lambdas_the_one_of_the_statement_is_put_back()
    {
        var code = MadeUpCode.Of("Check: 0 !\nOne: 0 Check\nOther: 0 Check\neach: 0 @\nRun: 0 &One each, 4 &Other each");

        code.Restore("Check@0 < each@0 < Run@0").Should().Be("Check < One < Run");
        code.Restore("Check@0 < each@0 < Run@4").Should().Be("Check < Other < Run");
    }

    [Fact]
    public void A_delegate_may_come_from_a_caller_or_from_code_that_is_not_on_the_stack()
    {
        var code = MadeUpCode.Of("Check: 0 !\nLambda: 0 Check\nInvoke: 0 @\nRun: 0 &Lambda Invoke\nLater: 0 Invoke");

        code.Restore("Check@0 < Lambda@0 < Invoke@0 < Run@0").Should().Be("Check < Lambda < Invoke < Run");
        code.Restore("Check@0 < Invoke@0 < Run@0").Should().Be("Check < Lambda < Invoke < Run");
        code.Restore("Check@0 < Run@0").Should().Be("Check < Lambda < Invoke < Run");
        code.Restore("Check@0 < Lambda@0 < Invoke@0 < Later@0").Should().Be("Check < Lambda < Invoke < Later ?");
        code.Anywhere.Add(code["Lambda"]);
        code.Restore("Check@0 < Lambda@0 < Invoke@0 < Later@0").Should().Be("Check < Lambda < Invoke < Later");
        code.Restore("Check@0 < Invoke@0 < Later@0").Should().Be("Check < Lambda < Invoke < Later");
    }

    [Fact]
    public void Own_code_that_calls_a_library_is_put_back_when_only_it_calls_it()
    {
        var code = MadeUpCode.Of("Parse: 0 parse\nOther: 0 format\nRun: 0 Other Parse\nTwice: 0 parse Parse\nparse: 0 fail\nfail: 0 !");

        code.Restore("fail@0 < parse@0 < Parse@0 < Run@0").Should().Be("Parse < Run");
        code.Restore("fail@0 < parse@0 < Run@0").Should().Be("Parse < Run");
        code.Restore("fail@0 < Run@0").Should().Be("Parse < Run");
        code.Restore("parse@0 < Twice@0").Should().Be("Twice ?");
    }

    [Fact]
    public void Own_code_below_a_library_needs_a_way_there()
    {
        var code = MadeUpCode.Of("Check: 0 !\nEntry: 0 Check\nRun: 0 start");
        code.Restore("Check@0 < Entry@0 < start@0 < Run@0").Should().Be("Check < Entry < Run ?");
        code["Entry"].IsEntry = true;
        code.Restore("Check@0 < Entry@0 < start@0 < Run@0").Should().Be("Check < Entry < Run");
        code.Restore("Check@0 < Entry@0 < start@0").Should().Be("Check < Entry");
        code.Restore("Check@0 < start@0").Should().Be("Check ?");
        code["stub"].IsOpaque = true;
        code.Restore("Check@0 < stub@0 < Run@0").Should().Be("Check < Run", "who calls by reflection is not known, and it is how it looks in every process");
    }

    [Fact]
    public void Where_the_exception_was_caught_a_stack_ends_also_when_that_method_was_inlined()
    {
        const string program = "Check: 0 !\nA: 0 Check\nCatcher: 0 { A }\nUse: 0 Catcher, 4 other";

        MadeUpCode.Of(program).Restore("Check@0 < A@0 < Catcher@0").Should().Be("Check < A < Catcher");
        MadeUpCode.Of(program).Restore("Check@0 < A@0 < Use@0").Should().Be("Check < A < Catcher");
        MadeUpCode.Of(program).Restore("Check@0 < Use@0").Should().Be("Check < A < Catcher");
        MadeUpCode.Of(program).Restore("Use@0").Should().Be("Check < A < Catcher");
    }

    [Fact]
    public void Of_several_ways_only_one_that_catches_ends_a_stack()
    {
        MadeUpCode.Of("Check: 0 !\nA: 0 Check\nCatcher: 0 { Check }\nUse: 0 A Catcher").Restore("Check@0 < Use@0").Should().Be("Check < Catcher");
    }

    [Fact]
    public void What_is_thrown_on_after_it_was_caught_is_another_stack()
    {
        const string program = "Check: 0 !\nA: 0 Check\nInner: 0 { A }\nOuter: 0 Inner result\nresult: 0 throwOn";
        var code = MadeUpCode.Of(program);
        code["Inner"].IsEntry = true;

        code.Restore("Check@0 < A@0 < Inner@0 < throwOn@0 < result@0 < Outer@0").Should().Be("Check < A < Inner < Outer");
        code.Restore("Inner@0 < throwOn@0 < Outer@0").Should().Be("Check < A < Inner < Outer");
    }

    [Fact]
    public void What_is_thrown_from_a_variable_counts_when_nothing_is_made_there()
    {
        MadeUpCode.Of("Run: 0 A, 4 ?\nA: 0 Check\nCheck: 0 !").Restore("Run@4").Should().Be("Run");
        MadeUpCode.Of("Run: 0 A\nA: 0 ?").Restore("Run@0").Should().Be("A < Run");
        MadeUpCode.Of("Run: 0 A\nA: 0 ?").Restore("Run@0", typeof(TimeoutException)).Should().Be("A < Run");
        MadeUpCode.Of("Run: 0 A\nA: 0 !").Restore("Run@0", typeof(TimeoutException)).Should().Be("Run ?");
    }

    [Fact]
    public void What_the_runtime_throws_itself_is_looked_for_where_it_can()
    {
        MadeUpCode.Of("Run: 0 A\nA: 0 #").Restore("Run@0", typeof(NullReferenceException)).Should().Be("A < Run");
        MadeUpCode.Of("Run: 0 A #\nA: 0 #").Restore("Run@0", typeof(NullReferenceException)).Should().Be("Run ?");
        MadeUpCode.Of("Run: 0 A #\nA: 0 ").Restore("Run@0", typeof(NullReferenceException)).Should().Be("Run");
        MadeUpCode.Of("Run: 0 A, 4 B\nA: 0 #\nB: 0 #").Restore("Run@4", typeof(NullReferenceException)).Should().Be("Run ?", "the code that throws is shared by the whole method");
        MadeUpCode.Of("Run: 0 A other\nA: 0 #").Restore("helper@0 < Run@0", typeof(NullReferenceException)).Should().Be("A < Run");
    }

    [Fact]
    public void What_is_cleaned_up_after_an_error_has_a_frame_of_its_own_in_the_same_method()
    {
        MadeUpCode.Of("Undo: 0 !\nRun: 0 { A }, 8 Undo\nA: 0 other").Restore("Undo@0 < Run@8 < Run@0").Should().Be("Undo < Run < Run", "the names are folded later");
    }

    [Fact]
    public void Recursion_and_large_programs_end()
    {
        MadeUpCode.Of("Check: 0 !\nPing: 0 Pong Check\nPong: 0 Ping\nRun: 0 Ping").Restore("Check@0 < Run@0").Should().Be("Check < Ping < Run");

        var large = string.Join('\n', Enumerable.Range(0, 200).Select(static i => $"M{i}: 0 " + string.Join(' ', Enumerable.Range(0, 200).Select(static j => $"M{j}"))));
        MadeUpCode.Of(large + "\nRun: 0 M0\nCheck: 0 !").Restore("Check@0 < Run@0").Should().Be("Check < Run ?");

        var deep = string.Join('\n', Enumerable.Range(0, 20).Select(static i => $"M{i}: 0 M{i + 1}"));
        MadeUpCode.Of(deep + "\nRun: 0 M0\nM20: 0 !").Restore("M20@0 < Run@0").Should().Be("M20 < Run ?");
        MadeUpCode.Of(deep + "\nRun: 0 M0\nM20: 0 !").Restore("M20@0 < M10@0 < Run@0").Should().EndWith("?");
        MadeUpCode.Of(deep + "\nM20: 0 !").Restore("M20@0 < M16@0 < M8@0 < M0@0").Should().NotEndWith("?");
    }

    [Fact] // A2: never another stack that claims to be whole
    public void Of_any_program_a_whole_stack_stays_as_it_is_and_one_with_holes_becomes_it_again_or_says_so()
    {
        var wrong = 0;
        var same = 0;
        var random = new Random(11);
        for (var round = 0; round < 4_000; round++)
        {
            var code = Random(random);
            var whole = Walk(code, random);
            var written = string.Join(" < ", whole.Select(static frame => frame.Name));
            var frames = string.Join(" < ", whole.Select(static frame => $"{frame.Name}@{frame.Offset}"));
            code.Restore(frames).TrimEnd(' ', '?').Should().Be(written);

            var left = whole.Where((frame, i) => i == whole.Count - 1 || random.Next(2) == 0).ToList();
            var restored = code.Restore(string.Join(" < ", left.Select(static frame => $"{frame.Name}@{frame.Offset}")));
            same += restored == written ? 1 : 0;
            wrong += restored != written && !restored.EndsWith('?') ? 1 : 0;
        }

        wrong.Should().Be(0);
        same.Should().BeGreaterThan(1_000);
    }

    /// <summary>Methods that call only later ones, so that every way ends; the last one throws.</summary>
    private static MadeUpCode Random(Random random)
    {
        const int methods = 9;
        var program = "";
        for (var i = 0; i < methods - 1; i++)
        {
            program += $"M{i}:" + string.Join(',', Enumerable.Range(0, 3).Select(statement => $" {statement * 10} M{random.Next(i + 1, methods)}" + (random.Next(3) == 0 ? $" M{random.Next(i + 1, methods)}" : ""))) + "\n";
        }

        return MadeUpCode.Of(program + $"M{methods - 1}: 0 !");
    }

    private static List<(string Name, int Offset)> Walk(MadeUpCode code, Random random)
    {
        var frames = new List<(string, int)>();
        ICodeMethod method = code["M0"];
        while (method.Code!.Throws.Count == 0)
        {
            var call = method.Code.Calls[random.Next(method.Code.Calls.Count)];
            frames.Insert(0, (method.Name!, call.Offset / 10 * 10));
            method = call.Target;
        }

        frames.Insert(0, (method.Name!, 0));
        return frames;
    }

    [Fact] // A2: optimised code says 0 where it does not know
    public void A_first_statement_that_leads_nowhere_is_a_place_that_is_not_known()
    {
        var code = MadeUpCode.Of("Check: 0 !\nA: 0 Check\nB: 0 Check\nOther: 0 \nRun: 0 Other, 4 A, 8 B");

        var restored = new FrameRestorer(code).Restore([new PlacedFrame(code["Check"], 0), new PlacedFrame(code["Run"], 0)], typeof(InvalidOperationException));

        restored.IsComplete.Should().BeFalse();
        restored.Frames[^1].Should().Be(new RestoredFrame(code["Run"], null, IsGap: true));
    }

    [Fact] // A2: a delegate's target whose last call became a jump
    public void Of_many_delegates_that_may_have_been_run_it_is_the_one_that_handed_on_what_was_run_further_in()
    {
        var code = MadeUpCode.Of("Check: 0 !\nWork: 0 Check\nOne: 0 &Work Start\nOther: 0 Start\nStart: 0 @\nLater: 0 @");
        code["Work"].IsEntry = true;
        code.Anywhere.AddRange([code["One"], code["Other"], code["Work"]]);

        code.Restore("Check@0 < Work@0 < Start@0 < Later@0").Should().Be("Check < Work < Start < One < Later");
        code.Restore("Check@0 < Start@0 < Later@0").Should().EndWith("?");

        code["Again"].Code = code["One"].Code;
        code.Restore("Check@0 < Work@0 < Start@0 < Later@0").Should().Be("Check < Work < Start < Later ?", "two hand it on");
    }

    [Fact] // A2
    public void A_call_next_to_that_of_a_delegate_explains_nothing_that_the_delegate_may_have_run()
    {
        var code = MadeUpCode.Of("Lambda: 0 !\nLater: 0 table @\nOther: 0 table");
        code["Lambda"].IsEntry = true;

        code.Restore("Lambda@0 < value@0 < Later@0").Should().Be("Lambda < Later ?");
        code.Restore("Lambda@0 < value@0 < Other@0").Should().Be("Lambda < Other");
    }

    [Fact] // A2
    public void What_leads_back_into_a_recursion_says_only_where_that_began()
    {
        var code = MadeUpCode.Of("Stop: 0 !\nEven: 0 Odd, 4 Stop\nOdd: 0 Even, 4 Stop\nRun: 0 Even");

        code.Restore("Even@0 < Run@0").Should().Be("Even < Run ?");
        code.Restore("Odd@0 < Even@0 < Run@0").Should().Be("Even < Run ?");
    }

    [Theory] // a task that failed is thrown on by one method of the library, and by another one when that was inlined
    [InlineData("throwOn@0 < fail@0 < check@0 < result@0 < Run@0")]
    [InlineData("throwOn@0 < fail@0 < check@0 < Run@0")]
    [InlineData("throwOn@0 < fail@0 < Run@0")]
    [InlineData("throwOn@0 < Run@0")]
    [InlineData("throwOn@0 < fail@0 < Run@10")]
    public void What_is_called_right_there_is_found_in_a_program_too_large_to_be_searched(string frames)
    {
        const string library = "\nresult: 0 check\ncheck: 0 fail\nfail: 0 throwOn\n";
        var large = string.Join('\n', Enumerable.Range(0, 200).Select(static i => $"M{i}: 0 " + string.Join(' ', Enumerable.Range(0, 200).Select(static j => $"M{j}"))));

        MadeUpCode.Of(large + library + "Run: 0 result, 10 result M0").Restore(frames).Should().Be("Run");
    }

    [Fact]
    public void However_many_frames_a_stack_has_what_is_called_right_there_is_found_in_each()
    {
        const string library = "\nresult: 0 check\ncheck: 0 fail\nfail: 0 throwOn\n";
        var large = string.Join('\n', Enumerable.Range(0, 200).Select(static i => $"M{i}: 0 " + string.Join(' ', Enumerable.Range(0, 200).Select(static j => $"M{j}"))));
        var callers = string.Join('\n', Enumerable.Range(0, 40).Select(static i => $"R{i}: 0 M0, 10 result M0"));
        var frames = string.Join(" < ", Enumerable.Range(0, 40).Select(static i => $"throwOn@0 < fail@0 < R{i}@10"));

        MadeUpCode.Of(large + library + callers).Restore(frames).Should().Be(string.Join(" < ", Enumerable.Range(0, 40).Select(static i => $"R{i}")));
    }

    [Fact] // A2: a query whose method was inlined too
    public void A_method_that_was_put_back_hands_on_what_vanished_into_a_library()
    {
        var code = MadeUpCode.Of("Check: 0 !\nLambda: 0 Check\neach: 0 @\nQuery: 0 &Lambda each\nRun: 0 Query");

        code.Restore("each@0 < Run@0").Should().Be("Check < Lambda < Query < Run");
        code.Restore("Check@0 < each@0 < Run@0").Should().Be("Check < Lambda < Query < Run");
    }

    [Fact] // A2: Array.Sort and its helpers
    public void A_lambda_that_vanished_with_methods_of_the_library_is_put_back()
    {
        const string program = "Lambda: 0 !\ncompare: 0 @\nswap: 0 compare\nsort: 0 swap\nRun: 0 &Lambda sort";
        MadeUpCode.Of(program).Restore("sort@0 < Run@0").Should().Be("Lambda < Run");
        MadeUpCode.Of(program + "\nchecked: 0 !\nboth: 0 checked swap\nOther: 0 &Lambda both").Restore("both@0 < Other@0").Should().Be("Other", "the library throws such errors there itself");
        MadeUpCode.Of("Lambda: 0 other\nswap: 0 @\nsort: 0 swap\nRun: 0 &Lambda sort").Restore("sort@0 < Run@0").Should().Be("Run", "nothing that was handed on throws");
    }

    [Fact] // A2: Task.Run
    public void What_another_thread_ran_is_looked_for_at_those_who_wait_for_it()
    {
        const string program = "Check: 0 !\nLambda: 0 Check\ninvoke1: 0 @\nresult: 0 throwOn\nRun: 0 &Lambda start, 10 result";
        MadeUpCode.Of(program).Restore("invoke1@0 < throwOn@0 < result@0 < Run@10").Should().Be("Check < Lambda < Run");
        MadeUpCode.Of(program + ", 20 &Other start\nOther: 0 Check").Restore("invoke1@0 < throwOn@0 < result@0 < Run@10").Should().Be("Run ?", "it may have been either");
    }

    [Fact] // A2: what wraps an error that came out of a delegate
    public void What_the_frames_of_the_exception_around_it_hand_on_is_what_was_run()
    {
        const string program = "Check: 0 !\nOne: 0 Check\nOther: 0 Check\nWrapped: 0 { @ }, 10 !\nRun: 0 &One Wrapped, 10 &Other Wrapped";
        var code = MadeUpCode.Of(program);
        string Inside(int place)
        {
            var around = new FrameRestorer(code).Restore([new PlacedFrame(code["Wrapped"], 10), new PlacedFrame(code["Run"], place)], typeof(InvalidOperationException));
            return string.Join(" < ", new FrameRestorer(code).Restore([new PlacedFrame(code["Wrapped"], 0)], typeof(InvalidOperationException), around.Handed).Frames.Select(static frame => frame.Method.Name));
        }

        Inside(0).Should().Be("Check < One < Wrapped");
        Inside(10).Should().Be("Check < Other < Wrapped");
    }

    [Fact] // A2: never a guess
    public void What_a_method_that_was_put_back_may_have_handed_on_in_two_places_is_not_known()
    {
        const string program = "Check: 0 !\nOne: 0 Check\nOther: 0 Check\nWrapped: 0 { @ }, 10 !\nRun: 0 &One Wrapped, 10 &Other Wrapped\nMain: 0 Run";
        var code = MadeUpCode.Of(program);

        var around = new FrameRestorer(code).Restore([new PlacedFrame(code["Wrapped"], 10), new PlacedFrame(code["Main"], 0)], typeof(InvalidOperationException));
        around.Frames.Select(static frame => frame.Method.Name).Should().Equal("Wrapped", "Run", "Main");
        var inside = new FrameRestorer(code).Restore([new PlacedFrame(code["Wrapped"], 0)], typeof(InvalidOperationException), around.Handed);

        inside.IsComplete.Should().BeFalse();
        inside.Frames.Select(static frame => frame.Method.Name).Should().Equal("Wrapped");
    }
}
