using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ErrorManagement.Analytics.Stacks;
using Shop;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class FrameLinesTests
{
    [Fact]
    public async Task Awaiting_leaves_no_frames_of_its_own()
    {
        var error = await ThrownShape.FromAsync(async () => await Checkout.OuterAsync(1));

        ThrownShape.Lines(error).Should().Equal(
            "   at Shop.Checkout.PayAsync(int order, CancellationToken cancellationToken)",
            "   at Shop.Checkout.InnerAsync(int depth)",
            "   at Shop.Checkout.OuterAsync(int depth)",
            "   at ErrorManagement.Analytics.Tests.Stacks.FrameLinesTests.Awaiting_leaves_no_frames_of_its_own.lambda()",
            "   at ErrorManagement.Analytics.Tests.Stacks.ThrownShape.FromAsync(Func<Task> action)");
    }

    [Fact]
    public void Waiting_for_a_task_and_throwing_on_leave_no_frames_either()
    {
        var waited = ThrownShape.From(static () => Task.Run(static () => Outside.Fail()).GetAwaiter().GetResult());
        var thrownOn = ThrownShape.From(() => ExceptionDispatchInfo.Throw(waited));

        ThrownShape.Lines(waited).Should().Equal(
            "   at Shop.OfThisFile.Fail()",
            "   at Shop.Outside.Fail()",
            "   at ErrorManagement.Analytics.Tests.Stacks.FrameLinesTests.Waiting_for_a_task_and_throwing_on_leave_no_frames_either.lambda()",
            "   at ErrorManagement.Analytics.Tests.Stacks.FrameLinesTests.Waiting_for_a_task_and_throwing_on_leave_no_frames_either.lambda()",
            "   at ErrorManagement.Analytics.Tests.Stacks.ThrownShape.From(Action action)",
            "   at ErrorManagement.Analytics.Tests.Stacks.FrameLinesTests.Waiting_for_a_task_and_throwing_on_leave_no_frames_either.lambda()",
            "   at ErrorManagement.Analytics.Tests.Stacks.ThrownShape.From(Action action)");
    }

    [Fact]
    public async Task An_asynchronous_iterator_shows_itself_and_who_went_through_it()
    {
        var error = await ThrownShape.FromAsync(static async () =>
        {
            await foreach (var _ in Checkout.CountAsync(1))
            {
            }
        });

        ThrownShape.Lines(error).Take(2).Should().Equal(
            "   at Shop.Checkout.CountAsync(int from)",
            "   at ErrorManagement.Analytics.Tests.Stacks.FrameLinesTests.An_asynchronous_iterator_shows_itself_and_who_went_through_it.lambda()");
    }

    [Fact]
    public void A_recursion_is_one_line_and_a_count()
    {
        var lines = ThrownShape.Lines(ThrownShape.From(static () => Deep.Recurse(10_000)));

        lines.Should().HaveCountLessThan(40);
        lines[0].Should().Be("   at Shop.Deep.Recurse(int depth)");
        lines.Should().ContainMatch("   ... the line above *,??? times more");
        lines[^1].Should().Be("   at ErrorManagement.Analytics.Tests.Stacks.ThrownShape.From(Action action)");
    }

    [Fact]
    public void A_short_recursion_is_folded_too()
    {
        ThrownShape.Lines(ThrownShape.From(static () => Deep.Recurse(5))).Take(3).Should().Equal(
            "   at Shop.Deep.Recurse(int depth)",
            "   ... the line above 5 times more",
            "   at ErrorManagement.Analytics.Tests.Stacks.FrameLinesTests.A_short_recursion_is_folded_too.lambda()");
    }

    [Fact]
    public void Two_methods_that_call_each_other_are_folded_as_two_lines()
    {
        var lines = ThrownShape.Lines(ThrownShape.From(static () => Deep.Ping(1_000)));

        lines.Should().HaveCountLessThan(60);
        lines.Should().ContainMatch("   ... the 2 lines above * times more");
    }

    [Fact]
    public void The_same_place_gives_the_same_object_also_when_many_others_came_between()
    {
        var frames = new FrameLines();
        var first = frames.Of(CapturedStack.Of(ThrownShape.From(Outside.Fail))!);
        for (var i = 0; i < 5; i++)
        {
            frames.Of(CapturedStack.Of(ThrownShape.From(Checkout.Lambda))!);
        }

        var second = frames.Of(CapturedStack.Of(ThrownShape.From(Outside.Fail))!);

        second[0].Should().BeSameAs(first[0]);
        second[^1].Should().BeSameAs(first[^1]);
    }

    [Fact]
    public void The_applications_own_frames_are_marked()
    {
        var lines = new FrameLines().Of(CapturedStack.Of(ThrownShape.From(static () => _ = new Dictionary<string, int>()["missing"]))!);

        lines.Where(static line => line.IsOwn).Should().OnlyContain(static line => line.Text.Contains("ErrorManagement.Analytics.Tests", StringComparison.Ordinal));
        lines.Where(static line => !line.IsOwn).Should().OnlyContain(static line => line.Text.StartsWith("   at System.", StringComparison.Ordinal));
        lines.Select(static line => line.IsOwn).Should().Contain(true).And.Contain(false);
    }

    [Theory]
    [InlineData("System.Private.CoreLib", false)]
    [InlineData("Microsoft.Data.Sqlite", false)]
    [InlineData("System", false)]
    [InlineData("ErrorManagement.Core", false)]
    [InlineData("ErrorManagement.Analytics.Tests", true)]
    [InlineData("Systematic", true)]
    [InlineData("Shop", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Libraries_are_told_by_the_name_of_their_assembly(string? assembly, bool own)
    {
        OwnCode.Is(assembly).Should().Be(own);
    }

    [Fact]
    public void A_text_becomes_lines_of_bounded_number_and_length()
    {
        FrameLines.Of("   at Shop.Checkout.Pay()\r\n\n   at System.Run()\n").Should().Equal(new StackLine("   at Shop.Checkout.Pay()", true), new StackLine("   at System.Run()", false));
        FrameLines.Of(string.Join('\n', Enumerable.Repeat(new string('x', 5_000), 1_000))).Should().HaveCount(CapturedStack.MaxLines).And.OnlyContain(static line => line.Text.Length == FrameLines.MaxLength);
    }

    [Fact]
    public void An_assembly_that_can_be_unloaded_is_not_held()
    {
        var frames = new FrameLines();
        var assembly = NameAndForget(frames);

        for (var i = 0; assembly.IsAlive && i < 20; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        assembly.IsAlive.Should().BeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference NameAndForget(FrameLines frames)
    {
        var type = new EmittedType("Plug.In", System.Reflection.Emit.AssemblyBuilderAccess.RunAndCollect).Method("Fail").Create();
        frames.Of(CapturedStack.Of(ThrownShape.From(type.GetMethod("Fail")!.CreateDelegate<Action>()))!)[0].Text.Should().Be("   at Plug.In.Fail()");
        return new WeakReference(type);
    }
}
