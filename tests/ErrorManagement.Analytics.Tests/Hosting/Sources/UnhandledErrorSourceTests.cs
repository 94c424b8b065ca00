using System.Diagnostics;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Hosting.Sources;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed class UnhandledErrorSourceTests
{
    private const string LastError = "unhandled|System.InvalidOperationException|Critical|Unhandled|1|the plan of order 17 is void";

    [Theory] // D14: real processes that die
    [InlineData("host", "main")]
    [InlineData("host", "thread")]
    [InlineData("host", "pool")]
    [InlineData("host", "async void")]
    [InlineData("logging", "main")]
    public async Task The_last_error_is_recorded_before_the_hosts_own_handler_runs_and_the_process_ends_as_without_us(string listeners, string death)
    {
        var process = await CrashedProcess.RunAsync(listeners, death);
        var bare = await CrashedProcess.RunAsync("none", death);

        process.Lines.Should().Equal(LastError, "end");
        bare.ExitCode.Should().NotBe(0);
        process.ExitCode.Should().Be(bare.ExitCode);
        process.Errors.Should().Be(bare.Errors).And.Contain("the plan of order 17 is void");
    }

    [Theory]
    [InlineData("stuck", LastError, "end")] // its record is there, its flush never ends
    [InlineData("locked", "end")] // its registry is never made
    public async Task What_holds_the_registry_up_does_not_hold_the_process_up(string listeners, params string[] lines)
    {
        var process = await CrashedProcess.RunAsync(listeners, "main");

        process.Lines.Should().Equal(lines);
        process.Errors.Should().Contain("the plan of order 17 is void");
    }

    [Theory]
    [InlineData("off", "end")]
    [InlineData("lateoff", "end")] // the settings are made by the dying process
    [InlineData("wrong", "no registry: OptionsValidationException", "end")]
    public async Task A_source_that_is_off_or_cannot_be_made_records_nothing(string listeners, params string[] lines) =>
        (await CrashedProcess.RunAsync(listeners, "thread")).Lines.Should().Equal(lines);

    [Theory]
    [InlineData("two", LastError, "end", LastError, "end")]
    [InlineData("disposed", "end", LastError, "end")]
    public async Task Each_host_of_a_process_listens_until_it_is_disposed(string listeners, params string[] lines) =>
        (await CrashedProcess.RunAsync(listeners, "main")).Lines.Should().Equal(lines);

    [Fact]
    public void What_is_thrown_need_not_be_an_exception()
    {
        using var registry = new ErrorRegistry();
        using var source = new UnhandledErrorSource(new ErrorInbox(registry, new ErrorSourceOptions()));

        source.Take("a text that other languages throw");
        source.Take(new Unspeakable());
        source.Take(new RuntimeWrappedException(17)); // how the runtime shows it to C#
        source.Take(null);

        registry.GetErrors().Select(e => (e.ErrorType, e.Message, e.Severity)).Should().BeEquivalentTo(
        [
            ("System.Int32", "17", ErrorSeverity.Critical),
            ("System.String", "a text that other languages throw", ErrorSeverity.Critical),
            (typeof(Unspeakable).FullName!, "(the message could not be read)", ErrorSeverity.Critical),
        ]);
    }

    [Fact]
    public void It_belongs_to_the_trace_of_the_thread_that_died()
    {
        using var registry = new ErrorRegistry();
        using var source = new UnhandledErrorSource(new ErrorInbox(registry, new ErrorSourceOptions()));
        using var activity = new Activity("dying").Start();

        source.Take(new InvalidOperationException());

        var occurrence = registry.GetErrors().Single().Occurrences.Single();
        occurrence.TraceId.Should().Be(activity.TraceId.ToHexString());
        occurrence.SpanId.Should().Be(activity.SpanId.ToHexString());
    }

    [Fact] // once is once
    public void An_error_that_was_recorded_on_its_way_out_counts_once_with_both_places()
    {
        using var registry = new ErrorRegistry();
        using var source = new UnhandledErrorSource(new ErrorInbox(registry, new ErrorSourceOptions()));

        try
        {
            throw new InvalidOperationException("void");
        }
        catch (InvalidOperationException e)
        {
            registry.Record(e, "orders");
            source.Take(e);
        }

        var record = registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(1);
        record.Component.Should().Be("orders");
        record.Severity.Should().Be(ErrorSeverity.Critical);
        record.Sources.Should().Be(ErrorSources.Catch | ErrorSources.Unhandled);
    }

    [Fact]
    public void A_disposed_source_listens_no_more()
    {
        using var registry = new ErrorRegistry();
        var source = new UnhandledErrorSource(new ErrorInbox(registry, new ErrorSourceOptions()));

        source.Dispose();
        source.Dispose();
        source.Take(new InvalidOperationException());

        source.IsOn.Should().BeFalse();
        registry.GetErrors().Should().BeEmpty();
    }

    private sealed class Unspeakable
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
