using ErrorManagement.Analytics.Hosting.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed class UnobservedTaskSourceTests
{
    [Theory] // of one inner exception that one, of several one record; the process goes on
    [InlineData("host", "unobserved", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end")]
    [InlineData("host", "unobserved two", "unobserved task|System.AggregateException|Error|UnobservedTask|1|A Task's exception(s) were not observed either by Waiting on the Task or accessing its Exception property. As a result, the unobserved exception was rethrown by the finalizer thread.", "end")]
    [InlineData("off", "unobserved", "end")]
    [InlineData("two", "unobserved", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end")]
    [InlineData("disposed", "unobserved", "end", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end")]
    public async Task A_task_that_failed_unseen_is_recorded_when_it_is_collected(string listeners, string death, params string[] lines)
    {
        var process = await CrashedProcess.RunAsync(listeners, death);

        process.Lines.Should().Equal(lines);
        process.ExitCode.Should().Be(0);
        process.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whether_it_counts_as_observed_is_the_hosts_decision(bool setObserved)
    {
        using var registry = new ErrorRegistry();
        using var source = new UnobservedTaskSource(new ErrorInbox(registry, new ErrorSourceOptions { Unobserved = { SetObserved = setObserved, Component = "left" } }));
        var e = new UnobservedTaskExceptionEventArgs(new AggregateException(new TimeoutException("slow")));

        source.Take(e);

        e.Observed.Should().Be(setObserved);
        registry.GetErrors().Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Component = "left", ErrorType = "System.TimeoutException", Severity = ErrorSeverity.Warning, Sources = ErrorSources.UnobservedTask, Count = 1L }, "its severity is what its type says");
    }

    [Fact] // the finalizer's thread waits for nothing
    public void A_registry_that_is_not_made_yet_is_made_elsewhere()
    {
        var services = new ServiceCollection();
        using var registry = new ErrorRegistry();
        using var isRecorded = new ManualResetEventSlim();
        var madeBy = 0;
        services.AddErrorManagement();
        services.AddSingleton<IErrorRegistry>(_ =>
        {
            madeBy = Environment.CurrentManagedThreadId;
            isRecorded.Set();
            return registry;
        });
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<UnobservedTaskSource>().Take(new UnobservedTaskExceptionEventArgs(new AggregateException(new TimeoutException("slow"))));
        isRecorded.Wait();

        madeBy.Should().NotBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void A_source_that_is_off_or_disposed_takes_nothing()
    {
        using var registry = new ErrorRegistry();
        var off = new UnobservedTaskSource(new ErrorInbox(registry, new ErrorSourceOptions { Unobserved = { Enabled = false, SetObserved = true } }));
        var disposed = new UnobservedTaskSource(new ErrorInbox(registry, new ErrorSourceOptions()));
        var e = new UnobservedTaskExceptionEventArgs(new AggregateException(new TimeoutException("slow")));
        off.Dispose();
        disposed.Dispose();

        off.Take(e);
        disposed.Take(e);

        e.Observed.Should().BeFalse();
        registry.GetErrors().Should().BeEmpty();
    }
}
