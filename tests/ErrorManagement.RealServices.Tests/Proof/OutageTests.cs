using System.Collections.Concurrent;
using System.Diagnostics;
using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Pipelines;
using ErrorManagement.RealServices.Tests.Load;
using ErrorManagement.RealServices.Tests.Services;
using ErrorManagement.Timeouts;

namespace ErrorManagement.RealServices.Tests.Proof;

/// <summary>Sixteen callers go on calling while a real service fails in one way after the other and comes back each time.</summary>
public sealed class OutageTests(FigureLines figures) : IClassFixture<FigureLines>
{
    private const int Callers = 16;
    private static readonly string HostsOwn = typeof(HttpRequestException).FullName!;

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
            await SurviveAsync(start, figures);
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

    private static async Task SurviveAsync(Func<Task<IRealService>> start, FigureLines figures)
    {
        await using var service = await start();
        await using var host = new StockHost(service);
        ((ExecutionPipeline)host.Policy).CheckSettings().Should().BeEmpty("the settings can work");
        var threads = ProcessFigures.ThreadsOfNobody();
        var began = Stopwatch.StartNew();
        await using var callers = new Callers(Callers, host.CallAsync, host.Record);
        await callers.EachSucceedsAsync(5);

        await StumbleAsync(service, host, callers);
        foreach (var phase in service.Phases)
        {
            await PassAsync(phase, service, host, callers, figures);
        }

        await callers.EachSucceedsAsync(5);
        await callers.StopAsync();

        callers.InFlight.Should().Be(0);
        callers.Ended.Should().Be(callers.Begun, "each call ends once");
        callers.Longest.Should().BeLessThan(StockHost.CallTimeout + Slack, "no call hangs");
        host.Breaker.State.Should().Be(CircuitState.Closed);
        CountsAddUp(service, host, callers);
        RetriesStayInTheBudget(service, host, callers, began.Elapsed);
        await ErrorsAreKnownAsync(host, callers);
        ProcessFigures.ThreadsOfNobody().Should().BeLessThan(threads + Callers);
        figures.Print($"{service.Name}: {callers.Begun} calls, {callers.Count(CallEnding.Succeeded)} answered, {callers.Count(CallEnding.Rejected)} rejected, {callers.Count(CallEnding.TimedOut)} timed out, {callers.Count(CallEnding.Failed)} failed; {service.Tries} tries, {callers.Retries} of them retries, {service.Received} arrived; budget granted {host.Budget.GetStatistics().Granted}, refused {host.Budget.GetStatistics().Refused}; opened {host.Transitions.Openings.Count()} times; longest call {callers.Longest.TotalMilliseconds:0} ms");
    }

    /// <summary>Single failures: a retry saves the call, and the circuit stays closed.</summary>
    private static async Task StumbleAsync(IRealService service, StockHost host, Callers callers)
    {
        for (var time = 0; time < 5; time++)
        {
            var (recovered, successes) = (callers.Recovered, callers.Count(CallEnding.Succeeded));
            await service.StumbleAsync();
            await Eventually.BecomesTrueAsync(() => callers.Recovered > recovered, () => $"{service.Name} stumbles: a call recovers; {callers.Count(CallEnding.Succeeded) - successes} succeeded, {host.Breaker}");
        }

        // On a machine that leaves this process without a processor, tries really take too long; that opens the circuit, a stumble never does.
        host.Transitions.Openings.Where(o => o.Causes.All(cause => cause.ErrorType != typeof(CallTimeoutException).FullName)).Should().BeEmpty();
        if (!host.Transitions.Openings.Any())
        {
            callers.Count(CallEnding.Succeeded).Should().BeGreaterThan(callers.Begun - (2 * Callers));
        }
    }

    /// <summary>One outage: the breaker opens and every caller goes on; then all is well again, and every caller is served.</summary>
    private static async Task PassAsync(Phase phase, IRealService service, StockHost host, Callers callers, FigureLines figures)
    {
        var started = Stopwatch.StartNew();
        var (calls, tries, openings) = (callers.Begun, service.Tries, host.Transitions.Openings.Count());
        await phase.Begin();
        await Eventually.BecomesTrueAsync(() => host.Transitions.Openings.Count() > openings + 1, () => $"{service.Name} {phase}: the breaker opens, and again after a trial; it is {host.Breaker}");
        await callers.EachEndsACallAsync();
        await phase.End();
        await Eventually.BecomesTrueAsync(() => host.Breaker.State == CircuitState.Closed, () => $"{service.Name} {phase}: the breaker closes; it is {host.Breaker}");
        await callers.EachSucceedsAsync(2);
        figures.Print($"{service.Name} {phase}: {callers.Begun - calls} calls, {service.Tries - tries} tries, {started.Elapsed.TotalSeconds:0.0} s; {string.Join(", ", host.Transitions.Openings.Skip(openings).First().Causes)}");
    }

    private static void CountsAddUp(IRealService service, StockHost host, Callers callers)
    {
        var metrics = host.Breaker.GetMetrics();
        metrics.TrialsInFlight.Should().Be(0);
        (metrics.SuccessfulCalls + metrics.FailedCalls + metrics.IgnoredCalls + metrics.LateCalls).Should().Be(service.Tries, "the breaker saw each try, {0}", metrics);
        metrics.RejectedCalls.Should().Be(callers.Count(CallEnding.Rejected), "a rejection ends the call");
        service.Received.Should().BeInRange(callers.Count(CallEnding.Succeeded), service.Tries + service.SentAgainBelow);
    }

    private static void RetriesStayInTheBudget(IRealService service, StockHost host, Callers callers, TimeSpan duration)
    {
        var budget = host.Budget.GetStatistics();
        (callers.Tried + callers.Retries).Should().Be(service.Tries);
        callers.Retries.Should().BeLessThanOrEqualTo(budget.Granted, "no retry is made that was not granted");

        // Each grant looks back one window: over a long time every success is seen by the windows of two grants at most.
        var floor = StockHost.RetriesPerSecond * (duration + StockHost.BudgetWindow).TotalSeconds;
        var promise = (2 * StockHost.RetryShare * callers.Count(CallEnding.Succeeded)) + floor;
        ((double)budget.Granted).Should().BeLessThanOrEqualTo(promise);
        ((double)service.Received).Should().BeLessThanOrEqualTo(callers.Tried + promise + service.SentAgainBelow, "the load is that of the first tries and what the budget allows");
    }

    private static async Task ErrorsAreKnownAsync(StockHost host, Callers callers)
    {
        await host.Registry.FlushAsync();
        var errors = host.Registry.GetErrors();
        errors.Should().OnlyHaveUniqueItems(e => e.Id);
        errors.Should().OnlyHaveUniqueItems(e => $"{e.Component} {e.ErrorType} {e.Identity} {e.Template} {e.RootCause} {OwnFrames(e)}", "an error has one record for each place it comes from");
        foreach (var opening in host.Transitions.Openings)
        {
            opening.Causes.Should().NotBeEmpty();
            foreach (var cause in opening.Causes)
            {
                errors.Should().Contain(e => e.ErrorType == cause.ErrorType && e.Identity == cause.Code, "a cause is a recorded error");
                if (!cause.RecordId.IsNone)
                {
                    host.Registry.Find(cause.RecordId)!.ErrorType.Should().Be(cause.ErrorType, "a cause names its record");
                }
            }
        }

        // The first failures of an error open the circuit before any caller has caught and recorded one. From then on it is known.
        host.Transitions.Openings.Count(opening => opening.Causes.Any(cause => !cause.RecordId.IsNone)).Should().BeGreaterThanOrEqualTo(3, "of ten openings at least, the later ones of an outage");

        var ledger = host.Registry.GetStatistics().Ledger;
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
        ledger.Dropped.Values.Sum().Should().Be(0);
        errors.Single(e => e.Template == "Circuit '<str>' opened.").Count.Should().Be(host.Transitions.Openings.Count());
        errors.Sum(e => e.RecoveredCount).Should().Be(callers.Recovered, "a call that recovers is told once");

        // What failed four times is one error: each call tells at most one failure, and beside it the refusal that ended it, which is counted with its cause.
        // (An answer with a failure status is no exception outside of the handler: the host then records one of its own, which we leave aside.)
        var toldTwice = callers.Count(CallEnding.Failed) + callers.Count(CallEnding.TimedOut); // by the retry, and by the caller that catches the same object
        var told = toldTwice + callers.Count(CallEnding.Rejected) + callers.RejectedAfterTry + callers.Recovered + host.Transitions.Openings.Count();
        errors.Where(e => e.ErrorType != HostsOwn || e.Identity?.StartsWith("http:", StringComparison.Ordinal) != true).Sum(e => e.Count + e.ConsequenceCount)
            .Should().BeInRange(told, told + (toldTwice / 4), "an object is counted once, unless others took its place in the registry's memory in between");
    }

    private static string OwnFrames(ErrorRecord error) => string.Join(' ', error.Exceptions.SelectMany(static e => e.Frames).Where(static f => f.IsOwn).Select(static f => f.Text));
}
