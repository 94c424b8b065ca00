using System.Globalization;
using System.Runtime.ExceptionServices;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Stacks;
using ErrorManagement.Analytics.Tests.Stacks;
using ErrorManagement.TestKit;
using Shop;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorCaptureTests : IDisposable
{
    private readonly ErrorRegistry _registry = new(null, new FakeTimeProvider());

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void The_whole_tree_is_shown_root_cause_first()
    {
        var record = RecordOf(ThrownShape.From(static () =>
        {
            var gateway = ThrownShape.From(static () => throw new TimeoutException("no answer after 3s"));
            throw new InvalidOperationException("not paid", gateway);
        }));

        record.RootCause.Should().Be("System.TimeoutException: no answer after 3s");
        record.Exceptions.Select(static e => (e.ErrorType, e.Message, e.Parent, e.LeftOut)).Should().Equal(
            ("System.TimeoutException", "no answer after 3s", 1, 0),
            ("System.InvalidOperationException", "not paid", null, 0));
        record.Exceptions.Should().OnlyContain(static e => e.StackTrace!.StartsWith("   at ErrorManagement.Analytics.Tests.Registry.ErrorCaptureTests.The_whole_tree_is_shown_root_cause_first.lambda() in "));
        record.StackTrace.Should().Be($"{record.RootCause}\n{record.Exceptions[0].StackTrace}\n--- wrapped by System.InvalidOperationException: not paid\n{record.Exceptions[1].StackTrace}");
    }

    [Fact]
    public void An_aggregate_is_one_record_with_all_its_branches()
    {
        var record = RecordOf(new AggregateException("all failed", new InvalidOperationException("first", new TimeoutException("root")), new FormatException("second"), new FormatException("third")));

        record.Exceptions.Select(static e => (e.Message, e.Parent)).Should().Equal(("root", 1), ("first", 4), ("second", 4), ("third", 4), ("all failed", null));
        record.RootCause.Should().Be("System.TimeoutException: root");
        record.StackTrace.Should().BeNull("nothing of it was thrown");
        _registry.GetStatistics().TotalCount.Should().Be(1);
    }

    [Fact]
    public void A_chain_ten_thousand_deep_keeps_both_its_ends()
    {
        Exception error = new TimeoutException("the root");
        for (var i = 0; i < 10_000; i++)
        {
            error = new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"level {i}"), error);
        }

        var record = RecordOf(error);

        record.RootCause.Should().Be("System.TimeoutException: the root");
        record.Exceptions[0].Message.Should().Be("the root");
        record.Exceptions[^1].Message.Should().Be("level 9999");
        record.Exceptions.Sum(static e => e.LeftOut).Should().Be(10_001 - record.Exceptions.Count);
    }

    [Fact]
    public void A_type_that_fails_to_initialize_shows_why()
    {
        var record = RecordOf(ThrownShape.From(static () => RunStaticConstructor()));

        record.RootCause.Should().Be("Shop.ProbeException: probe");
        record.StackTrace.Should().Contain("   at static ErrorManagement.Analytics.Tests.Registry.ErrorCaptureTests.FailsToStart()");

        static void RunStaticConstructor() => _ = FailsToStart.Value;
    }

    [Fact]
    public void An_exception_whose_every_member_fails_is_recorded()
    {
        var record = RecordOf(new InvalidOperationException("outer", ThrownShape.From(static () => throw new AllFailsException())));

        record.Exceptions[0].Message.Should().Be(ExceptionShapes.NoMessage);
        record.RootCause.Should().Be($"{typeof(AllFailsException).FullName}: {ExceptionShapes.NoMessage}");
        record.StackTrace.Should().Contain("An_exception_whose_every_member_fails_is_recorded.lambda()");
        RecordOf(new AllFailsException()).StackTrace.Should().BeNull();
        _registry.GetStatistics().Ledger.Dropped.Should().BeEmpty();
    }

    [Fact]
    public void A_stack_that_came_as_text_from_elsewhere_is_shown_as_it_is()
    {
        var remote = new InvalidOperationException("remote");
        ExceptionDispatchInfo.SetRemoteStackTrace(remote, "   at Far.Away.Run()\n   at System.Run()\n");

        var record = RecordOf(remote);

        record.StackTrace.Should().StartWith("   at Far.Away.Run()\n   at System.Run()");
        record.Exceptions[0].Frames.Take(2).Select(static line => line.IsOwn).Should().Equal(true, false);
    }

    [Fact]
    public void Generic_types_have_their_arguments_in_angle_brackets()
    {
        RecordOf(new BoxedException<Dictionary<string, int[]>>()).Exceptions[0].ErrorType
            .Should().Be("ErrorManagement.Analytics.Tests.Registry.ErrorCaptureTests+BoxedException<System.Collections.Generic.Dictionary<System.String, System.Int32[]>>");
    }

    [Fact]
    public void Without_stacks_none_is_made_or_kept_in_any_form()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { CaptureStackTraces = false }, new FakeTimeProvider());
        var thrown = ThrownShape.From(static () => Deep.Recurse(100));

        var record = registry.Find(registry.Record(new InvalidOperationException("outer", thrown), "x").Id)!;
        var told = registry.Find(registry.Record(new ErrorOccurrence("x", "T", "m") { StackTrace = "   at Somewhere()" }).Id)!;

        record.StackTrace.Should().BeNull();
        record.Exceptions.Should().HaveCount(2).And.OnlyContain(static e => e.StackTrace == null && e.Frames.Count == 0);
        told.StackTrace.Should().BeNull();
    }

    [Fact]
    public void No_text_that_waits_is_longer_than_its_bound_and_large_trees_keep_less_of_each()
    {
        var huge = new string('m', 10_000_000);
        Exception error = new TimeoutException(huge);
        for (var i = 0; i < 60; i++)
        {
            error = new AggregateException(huge, new InvalidOperationException(huge, error), ThrownShape.From(() => Deep.Recurse(500)));
        }

        var captured = Capture(error, huge);

        captured.Message.Length.Should().Be(ErrorCapture.MaxText);
        captured.Exceptions.Count.Should().BeLessThanOrEqualTo(CauseTree.MaxNodes);
        captured.Exceptions.Sum(static e => e.Message.Length).Should().BeLessThan(ErrorCapture.MaxText);
        captured.Exceptions.Where(static e => e.Stack is not null).Skip(8).Should().OnlyContain(static e => e.Stack!.Count <= 32);
        var text = Capture(null, huge, new string('s', 10_000_000));
        text.StackText!.Length.Should().Be(ExceptionTreeText.MaxLength);
        text.Template!.Length.Should().BeLessThanOrEqualTo(1_024);
    }

    [Fact]
    public void A_record_of_the_largest_tree_has_a_bounded_text()
    {
        var record = RecordOf(new AggregateException(Enumerable.Range(0, 1_000).Select(i => ThrownShape.From(() => throw new InvalidOperationException(new string((char)('a' + (i % 26)), 5_000))))));

        record.StackTrace!.Length.Should().BeLessThanOrEqualTo(ExceptionTreeText.MaxLength);
        record.Exceptions.Should().HaveCount(64);
        record.Exceptions[^1].LeftOut.Should().Be(1_000 - 63);
        record.Exceptions.Sum(static e => e.Frames.Count).Should().BeLessThanOrEqualTo(1_024);
    }

    [Fact] // P11: stacks are kept for the price of references
    public void Errors_thrown_at_one_place_share_their_lines()
    {
        var one = RecordOf(ThrownShape.From(static () => Fail("a")));
        var two = RecordOf(ThrownShape.From(static () => Fail("b")));

        two.Id.Should().NotBe(one.Id);
        two.Exceptions[0].Frames[0].Should().BeSameAs(one.Exceptions[0].Frames[0]);
        two.Exceptions[0].Message.Should().BeSameAs(two.Message);

        static void Fail(string message) => throw new InvalidOperationException(message);
    }

    [Fact]
    public void Snapshots_of_one_state_are_equal()
    {
        var id = _registry.Record(ThrownShape.From(static () => throw new InvalidOperationException("outer", new TimeoutException("inner"))), "x").Id;

        var one = _registry.Find(id)!;
        var two = _registry.Find(id)!;

        two.Exceptions.Should().BeSameAs(one.Exceptions);
        two.StackTrace.Should().Be(one.StackTrace);
    }

    private ErrorRecord RecordOf(Exception exception) => _registry.Find(_registry.Record(exception, "x").Id)!;

    private static CapturedError Capture(Exception? exception, string text, string? stack = null)
    {
        var options = new ErrorRegistryOptions();
        var incident = new Incident { Exception = exception, Component = "x", ErrorType = "T", Message = text, Template = text, StackTrace = stack, Source = ErrorSources.Catch };
        var record = new TrackedError(1, "x", "T", new ErrorManagement.Analytics.Series.SeriesBook(), null, 1, default) { DefaultSeverity = default, Category = default, Code = default, Identity = null };
        return new ErrorCapture(options, new ErrorManagement.Analytics.Scrubbing.SecretScrubber(options.Scrubbing)).Capture(in incident, record, text);
    }

    private static class FailsToStart
    {
        public static readonly int Value = Fail();

        private static int Fail() => throw new ProbeException();
    }

    private sealed class BoxedException<T> : Exception;

    private sealed class AllFailsException : Exception
    {
        public override string Message => throw new InvalidOperationException();

        public override string? StackTrace => throw new InvalidOperationException();

        public override System.Collections.IDictionary Data => throw new InvalidOperationException();

        public override string? Source
        {
            get => throw new InvalidOperationException();
            set => throw new InvalidOperationException();
        }

        public override string? HelpLink
        {
            get => throw new InvalidOperationException();
            set => throw new InvalidOperationException();
        }

        public override Exception GetBaseException() => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();

        public override int GetHashCode() => throw new InvalidOperationException();

        public override bool Equals(object? obj) => throw new InvalidOperationException();
    }
}
