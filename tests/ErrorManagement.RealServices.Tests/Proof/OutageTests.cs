using System.Collections.Concurrent;
using System.Diagnostics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.RealServices.Tests.Load;
using ErrorManagement.RealServices.Tests.Services;
using Xunit.Abstractions;

namespace ErrorManagement.RealServices.Tests.Proof;

/// <summary>Sixteen callers go on calling while a real service fails in one way after the other and comes back each time.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private const int Callers = 16;

    // A busy machine runs timers and continuations late. What hangs would hang for ever.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Calls_over_http_survive_each_kind_of_outage() => await SurviveAsync(() => Task.FromResult<IRealService>(new HttpService()));

    [PostgresFact]
    public async Task Calls_to_postgresql_survive_each_kind_of_outage() => await SurviveAsync(async () => await PostgresService.StartAsync());

    private async Task SurviveAsync(Func<Task<IRealService>> start)
    {
        var unobserved = new ConcurrentQueue<Exception>();
        void Observe(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved.Enqueue(e.Exception);
        TaskScheduler.UnobservedTaskException += Observe;
        var sockets = ProcessFigures.Sockets();
        try
        {
            await SurviveAsync(start, output);
            await Eventually.BecomesTrueAsync(() => ProcessFigures.Sockets() <= sockets, () => $"sockets come back to {sockets}; open are {ProcessFigures.Sockets()}");
            GC.Collect();
            GC.WaitForPendingFinalizers();
            unobserved.Should().BeEmpty();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Observe;
        }
    }

    private static async Task SurviveAsync(Func<Task<IRealService>> start, ITestOutputHelper output)
    {
        await using var service = await start();
        await using var host = new StockHost(service);
        var threads = ProcessFigures.ThreadsOfNobody();
        await using var callers = new Callers(Callers, host.CallAsync, host.Record);
        await callers.EachSucceedsAsync(5);

        foreach (var phase in service.Phases)
        {
            await PassAsync(phase, service, host, callers, output);
        }

        await callers.EachSucceedsAsync(5);
        await callers.StopAsync();

        callers.InFlight.Should().Be(0);
        callers.Ended.Should().Be(callers.Begun, "each call ends once");
        callers.Longest.Should().BeLessThan(StockHost.CallTimeout + Slack, "no call hangs");
        host.Breaker.State.Should().Be(CircuitState.Closed);
        CountsAddUp(service, host, callers);
        await ErrorsAreKnownAsync(host, output);
        ProcessFigures.ThreadsOfNobody().Should().BeLessThan(threads + Callers);
        Facts.Print(output, $"{service.Name}: {callers.Begun} calls, {callers.Count(CallEnding.Succeeded)} answered, {callers.Count(CallEnding.Rejected)} rejected, {callers.Count(CallEnding.TimedOut)} timed out, {callers.Count(CallEnding.Failed)} failed; {service.Tries} tries, {service.Received} arrived; opened {host.Transitions.Openings.Count()} times; longest call {callers.Longest.TotalMilliseconds:0} ms");
    }

    /// <summary>One outage: the breaker opens and every caller goes on; then all is well again, and every caller is served.</summary>
    private static async Task PassAsync(Phase phase, IRealService service, StockHost host, Callers callers, ITestOutputHelper output)
    {
        var started = Stopwatch.StartNew();
        var (calls, tries, openings) = (callers.Begun, service.Tries, host.Transitions.Openings.Count());
        await phase.Begin();
        await Eventually.BecomesTrueAsync(() => host.Transitions.Openings.Count() > openings, () => $"{service.Name} {phase}: the breaker opens; it is {host.Breaker}");
        await callers.EachEndsACallAsync();
        await phase.End();
        await Eventually.BecomesTrueAsync(() => host.Breaker.State == CircuitState.Closed, () => $"{service.Name} {phase}: the breaker closes; it is {host.Breaker}");
        await callers.EachSucceedsAsync(2);
        Facts.Print(output, $"{service.Name} {phase}: {callers.Begun - calls} calls, {service.Tries - tries} tries, {started.Elapsed.TotalSeconds:0.0} s; {string.Join(", ", host.Transitions.Openings.Skip(openings).First().Causes)}");
    }

    private static void CountsAddUp(IRealService service, StockHost host, Callers callers)
    {
        var metrics = host.Breaker.GetMetrics();
        metrics.TrialsInFlight.Should().Be(0);
        (metrics.SuccessfulCalls + metrics.FailedCalls + metrics.IgnoredCalls + metrics.LateCalls).Should().Be(service.Tries, "the breaker saw each try, {0}", metrics);
        metrics.RejectedCalls.Should().Be(callers.Count(CallEnding.Rejected), "a rejection ends the call");
        metrics.TotalCalls.Should().Be(service.Tries, "what is rejected was never made");
        service.Received.Should().BeInRange(callers.Count(CallEnding.Succeeded), service.Tries + service.SentAgainBelow);
    }

    private static async Task ErrorsAreKnownAsync(StockHost host, ITestOutputHelper output)
    {
        await host.Registry.FlushAsync();
        var errors = host.Registry.GetErrors();
        foreach (var error in errors)
        {
            output.WriteLine($"{error.Count} x {error.ErrorType} {error.Identity} {error.Template} [{error.RecoveredCount}] {error.Component}");
        }

        var ledger = host.Registry.GetStatistics().Ledger;
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
        errors.Should().OnlyHaveUniqueItems(e => e.Id);
        foreach (var opening in host.Transitions.Openings)
        {
            opening.Causes.Should().NotBeEmpty();
            opening.Causes.Should().OnlyContain(cause => host.Registry.Find(cause.RecordId) != null, "each cause names its record");
        }
    }
}
