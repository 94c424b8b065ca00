using System.Globalization;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Stacks;
using ErrorManagement.Analytics.Tests.Stacks.Restoration;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class OwnStacksTests
{
    private const string Shapes = "ErrorManagement.Analytics.Tests.Stacks.Restoration.InlinedShapes.";

    private readonly OwnStacks _stacks = new();

    public static TheoryData<string, string> Vanished => new()
    {
        { nameof(InlinedShapes.OneOfTwo), "Check < A < OneOfTwo" },
        { nameof(InlinedShapes.Chain), "Check < A < Outer < Chain" },
        { nameof(InlinedShapes.OfProperty), "Check < A < Fails.get < OfProperty" },
        { nameof(InlinedShapes.OfConstructor), "Check < A < new Made < OfConstructor" },
        { nameof(InlinedShapes.OfGeneric), "Check < B < Generic<> < OfGeneric" },
        { nameof(InlinedShapes.OfLocalFunction), "Check < B < OfLocalFunction.Local < OfLocalFunction" },
        { nameof(InlinedShapes.OfLibrary), "Find < OfLibrary" },
        { nameof(InlinedShapes.Thrown), "Bare < Thrown" },
        { nameof(InlinedShapes.ThroughVirtual), "Check < A < FirstShape.Fail < ThroughVirtual" },
        { nameof(InlinedShapes.Rethrown), "Check < A < Rethrown" },
        { nameof(InlinedShapes.InIterator), "Check < A < Iterate < InIterator" },
    };

    [Theory] // A2
    [MemberData(nameof(Vanished))]
    public void What_the_runtime_inlined_is_there_all_the_same(string shape, string expected)
    {
        var error = Fail(shape);

        var signature = _stacks.Of(Captured(error));

        Written(signature).Should().Be(expected);
        signature.IsComplete.Should().BeTrue();
    }

    [Fact]
    public void The_frames_of_these_shapes_do_vanish()
    {
        var seen = Fail(nameof(InlinedShapes.Chain)).StackTrace;

        seen.Should().Contain("InlinedShapes.Chain(").And.NotContain("InlinedShapes.A(").And.NotContain("InlinedShapes.Outer(");
    }

    [Fact]
    public void Two_ways_in_one_expression_cannot_be_told_apart_and_that_is_said()
    {
        var signature = _stacks.Of(Captured(Fail(nameof(InlinedShapes.TwoOfOne))));

        Written(signature).Should().Be("Check < TwoOfOne ?A|B#0", "the statement is known, and which of its calls it was is not");
        signature.IsComplete.Should().BeFalse();
    }

    [Fact]
    public async Task Awaits_join_what_they_wait_for()
    {
        var error = await ThrownShape.FromAsync(static () => InlinedShapes.InAsync(1));

        var signature = _stacks.Of(Captured(error));

        Written(signature).Should().StartWith("Check < A < Outer < Chain < InnerAsync < InAsync < ");
        signature.IsComplete.Should().BeTrue();
    }

    [Fact] // U27
    public void A_stack_is_the_same_in_every_culture_and_a_second_time()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var first = _stacks.Of(Captured(Fail(nameof(InlinedShapes.Chain))));
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("tr-TR");
            new OwnStacks().Of(Captured(Fail(nameof(InlinedShapes.Chain)))).Frames.Should().Equal(first.Frames);
            _stacks.Of(Captured(Fail(nameof(InlinedShapes.Chain)))).Frames.Should().Equal(first.Frames);
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void The_root_cause_comes_first_and_other_branches_say_nothing()
    {
        var inner = Fail(nameof(InlinedShapes.Chain));
        var alone = _stacks.Of(Captured(new AggregateException(inner)));
        var wrapped = ThrownShape.From(() => throw new InvalidOperationException("x", inner));

        _stacks.Of(Captured(new AggregateException(inner, Fail(nameof(InlinedShapes.Thrown))))).Frames.Should().Equal(alone.Frames);
        _stacks.Of(Captured(wrapped)).Frames.Take(4).Should().Equal(alone.Frames.Take(4));
        _stacks.Of(Captured(wrapped)).Entry.Should().Contain("From");
    }

    [Theory]
    [InlineData(3, 30)]
    [InlineData(30, 900)]
    public void How_deep_a_recursion_went_does_not_matter(int depth, int other)
    {
        var one = _stacks.Of(Captured(ThrownShape.From(() => Shop.Deep.Recurse(depth))));

        one.Frames.Count(static frame => frame == "Shop.Deep.Recurse").Should().Be(1);
        _stacks.Of(Captured(ThrownShape.From(() => Shop.Deep.Recurse(other)))).Frames.Where(static frame => frame.StartsWith("Shop", StringComparison.Ordinal)).Should().Equal(one.Frames.Where(static frame => frame.StartsWith("Shop", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_exception_that_was_never_thrown_says_nothing()
    {
        _stacks.Of(Captured(new InvalidOperationException())).Should().BeSameAs(StackSignature.None);
    }

    [Fact]
    public void A_stack_that_is_text_is_read_and_is_never_whole()
    {
        var signature = _stacks.Of([new CapturedException(typeof(Exception), "", -1, 0, null, "   at Shop.Checkout.Pay(Int32 order) in Checkout.cs:line 3\n   at System.Threading.Tasks.Task.Wait()\n   at Shop.Program.Main()")]);

        signature.Frames.Should().Equal("Shop.Checkout.Pay", "Shop.Program.Main");
        signature.IsComplete.Should().BeFalse();
        OwnStacks.Of("   at Shop.Checkout.Pay(Int32 order)").Frames.Should().Equal("Shop.Checkout.Pay");
    }

    [Fact]
    public void Code_made_at_run_time_is_named_and_not_known_to_be_whole()
    {
        var type = new EmittedType("Plug.In").Method("Fail").Create();
        var error = ThrownShape.From(() => type.GetMethod("Fail")!.CreateDelegate<Action>()());

        var signature = _stacks.Of(Captured(error));

        signature.Frames[0].Should().Be("Plug.In.Fail");
    }

    private static List<CapturedException> Captured(Exception error) =>
        [.. CauseTree.Of(error).Select(static node => new CapturedException(node.Exception.GetType(), node.Exception.Message, node.Parent, node.LeftOut, CapturedStack.Of(node.Exception), null))];

    private static Exception Fail(string shape)
    {
        Func<int, int>[] all =
        [
            InlinedShapes.OneOfTwo, InlinedShapes.Chain, InlinedShapes.OfProperty, InlinedShapes.OfConstructor, InlinedShapes.OfGeneric, InlinedShapes.OfLocalFunction,
            InlinedShapes.OfLibrary, InlinedShapes.Thrown, InlinedShapes.ThroughVirtual, InlinedShapes.Rethrown, InlinedShapes.TwoOfOne, InlinedShapes.InIterator,
        ];
        var method = all.Single(one => one.Method.Name == shape);
        return ThrownShape.From(() => method(1));
    }

    private static string Written(StackSignature signature) =>
        string.Join(" < ", signature.Frames.TakeWhile(static frame => !frame.Contains("OwnStacksTests", StringComparison.Ordinal)).Select(static frame => frame.Replace(Shapes, "", StringComparison.Ordinal)));
}
