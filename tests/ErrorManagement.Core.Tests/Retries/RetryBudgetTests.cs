using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>Demand 6, idea 4, [93] by decision 0032.</summary>
public sealed class RetryBudgetTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0, 10)]
    [InlineData(4, 10)]
    [InlineData(5, 11)]
    [InlineData(1_000, 210)]
    public void Retries_are_a_share_of_the_successes_above_a_floor(int successes, int granted)
    {
        var budget = Make();
        Succeed(budget, successes);

        Take(budget, 2_000).Should().Be(granted);

        budget.GetStatistics().Should().Be(new RetryBudgetStatistics("retry-budget", granted, 2_000 - granted, successes, granted, 0, 0));
    }

    [Fact]
    public void Successes_and_retries_count_as_long_as_the_window_lasts()
    {
        var budget = Make(o => o.MinRetriesPerSecond = 0);
        Succeed(budget, 100);
        Take(budget, 15).Should().Be(15);

        _time.Advance(9 * Second);
        budget.GetStatistics().Should().Match<RetryBudgetStatistics>(s => s.SuccessesInWindow == 100 && s.RetriesInWindow == 15 && s.Available == 5);
        _time.Advance(1 * Second);
        budget.GetStatistics().Should().Match<RetryBudgetStatistics>(s => s.SuccessesInWindow == 0 && s.RetriesInWindow == 15 && s.Available == 0, "retries count a little longer, so that no window ever holds too many");
        _time.Advance(1 * Second);
        budget.GetStatistics().RetriesInWindow.Should().Be(0);
        _time.Advance(TimeSpan.FromDays(1_000));
        Succeed(budget, 10);
        Take(budget, 5).Should().Be(2);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(-3, 30)]
    [InlineData(0.5, 20)]
    [InlineData(0.75, 15)]
    [InlineData(0.999999, 10)]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(double.PositiveInfinity, 0)]
    public void The_share_shrinks_with_the_pressure_the_floor_stays_and_at_one_there_is_none(double pressure, int granted)
    {
        var budget = Make(pressure: () => pressure);
        Succeed(budget, 100);

        Take(budget, 50).Should().Be(granted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pressure_that_throws_or_is_no_number_has_not_spoken(bool throws)
    {
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;
        var budget = Make(pressure: () => throws ? throw new FormatException() : double.NaN);

        Take(budget, 20).Should().Be(10);

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 20);
    }

    [Fact]
    public void The_pressure_of_a_breaker_takes_the_budget_away_as_it_nears_opening_and_gives_it_back_when_it_closes()
    {
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { FailureThreshold = 4, SuccessThreshold = 1 }, _time);
        var budget = Make(o => (o.MinRetriesPerSecond, o.Window) = (0, TimeSpan.FromHours(1)), () => breaker.Pressure);
        Succeed(budget, 500);

        Left().Should().Be((0, 100L));
        breaker.Enter().Fail();
        Left().Should().Be((0.25, 75L));
        breaker.Enter().Fail();
        breaker.Enter().Fail();
        Left().Should().Be((0.75, 25L));
        breaker.Enter().Fail();
        Left().Should().Be((1, 0L), "open");
        _time.Advance(TimeSpan.FromSeconds(60));
        Left().Should().Be((1, 0L), "half-open grants only trials");
        breaker.Enter().Succeed();
        Left().Should().Be((0, 100L));

        (double, long) Left() => (budget.GetStatistics().Pressure, budget.GetStatistics().Available);
    }

    [Fact]
    [Behaviour("93")]
    public void Two_threads_never_take_the_last_retry_both()
    {
        // granted ≤ share × successes + floor, and as much as that once nobody runs
        var budget = new RetryBudget(new RetryBudgetOptions { MinRetriesPerSecond = 0.5, SuccessRatio = 0.1, Window = TimeSpan.FromDays(1) });
        const int Floor = 43_200;
        long successes = 0, granted = 0;
        var exceeded = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if ((worker + i) % 2 == 0)
                {
                    Interlocked.Increment(ref successes); // before it counts, so that the sum is never behind
                    budget.CountSuccess();
                }
                else if (budget.TryTake() && Interlocked.Increment(ref granted) > Floor + (0.1 * Volatile.Read(ref successes)) + 1e-6)
                {
                    Interlocked.Increment(ref exceeded);
                }
            }
        });

        exceeded.Should().Be(0);
        while (budget.TryTake())
        {
            granted++;
        }

        granted.Should().Be(Floor + 8_000);
        budget.GetStatistics().Should().Match<RetryBudgetStatistics>(s => s.Granted == granted && s.SuccessesInWindow == 80_000 && s.Available == 0);
    }

    [Fact]
    public void In_no_stretch_of_a_window_is_more_granted_than_its_successes_and_its_floor_allow()
    {
        var random = new Random(93);
        for (var round = 0; round < 20; round++)
        {
            var time = new FakeTimeProvider();
            var window = TimeSpan.FromMilliseconds(random.Next(1_000, 20_000));
            var options = new RetryBudgetOptions { Window = window, SuccessRatio = random.NextDouble(), MinRetriesPerSecond = random.Next(0, 5) };
            var budget = new RetryBudget(options, time);
            List<(long At, bool IsRetry)> happened = [];
            for (var i = 0; i < 3_000; i++)
            {
                time.Advance(TimeSpan.FromTicks(random.NextInt64(window.Ticks / 50)));
                if (random.Next(3) > 0)
                {
                    budget.CountSuccess();
                    happened.Add((time.GetTimestamp(), false));
                }
                else if (budget.TryTake())
                {
                    happened.Add((time.GetTimestamp(), true));
                    var within = happened.Where(h => h.At > time.GetTimestamp() - window.Ticks).ToList();
                    ((double)within.Count(h => h.IsRetry)).Should().BeLessThanOrEqualTo(
                        (options.SuccessRatio * within.Count(h => !h.IsRetry)) + (options.MinRetriesPerSecond * window.TotalSeconds) + 1e-6);
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_retry_ends_the_call_with_its_own_exception_and_the_ledger_says_why(bool synchronous)
    {
        var told = new TaskCompletionSource<RetriesEnded>();
        var budget = Make(o => (o.MinRetriesPerSecond, o.Window) = (1, 2 * Second));
        var harness = new RetryHarness(o => (o.Budget, o.InitialDelay, o.OnEnded) = (budget, TimeSpan.Zero, e => told.TrySetResult(e)));
        var mine = new TimeoutException();

        var error = await harness.FailAsync(() => throw mine, synchronous);

        error.Should().BeSameAs(mine);
        AttemptLedger.Of(error).Select(a => a.Decision).Should().Equal(RetryDecision.Retried, RetryDecision.Retried, RetryDecision.BudgetExhausted);
        (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).Decision.Should().Be(RetryDecision.BudgetExhausted);
        harness.Sink.Reported.Should().ContainSingle().Which.Context!.Data!["retry_count"].Should().Be(2);
        await harness.FailAsync(synchronous: synchronous);
        harness.Tries.Should().Be(4, "the budget is shared by the calls");
    }

    [Fact]
    [Behaviour("91")]
    public async Task A_result_that_the_budget_leaves_as_it_is_can_leave_as_an_error_of_its_own()
    {
        var budget = Make(o => (o.Name, o.MinRetriesPerSecond) = ("payments", 0));
        var harness = new RetryHarness(o =>
        {
            (o.Budget, o.ThrowOnFailedResult) = (budget, true);
            o.RetryResult<int>(r => r < 0);
        });

        var error = await harness.FailAsync(() => -1);

        error.Should().BeOfType<RetryBudgetExhaustedException>().Which.Should().Match<RetryBudgetExhaustedException>(e =>
            e.Code.ToString() == "EM-RES-004" && e.BudgetName == "payments" && (int)e.LastResult! == -1 && e.AttemptCount == 1 && e.InnerException == null);
        error.Message.Should().Be("'retry' tried 1 time, and retry budget 'payments' allows no further try; the last result counts as a failure.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_call_that_goes_well_counts_once_and_failed_ones_do_not(bool synchronous)
    {
        var budget = Make();
        var harness = new RetryHarness(o =>
        {
            (o.Budget, o.InitialDelay) = (budget, TimeSpan.Zero);
            o.RetryResult<int>(r => r < 0);
        });
        var tries = 0;

        await harness.RunAsync(() => 1, synchronous);
        await harness.RunAsync(() => "two", synchronous);
        await harness.RunAsync(() => ++tries < 3 ? throw new TimeoutException() : tries, synchronous);
        await harness.FailAsync(() => throw new FormatException(), synchronous);
        await harness.RunAsync(() => -1, synchronous);

        budget.GetStatistics().SuccessesInWindow.Should().Be(3);
    }

    [Fact]
    public async Task Two_policies_share_a_budget()
    {
        var budget = Make(o => (o.MinRetriesPerSecond, o.Window) = (3, 1 * Second));
        var (one, two) = (Harness(), Harness());

        await one.FailAsync();
        await two.FailAsync();

        (one.Tries, two.Tries).Should().Be((4, 1));

        RetryHarness Harness() => new(o => (o.Budget, o.InitialDelay) = (budget, TimeSpan.Zero));
    }

    [Fact]
    public async Task What_is_not_to_be_retried_asks_for_nothing()
    {
        var budget = Make();
        using var source = new CancellationTokenSource();
        var harness = new RetryHarness(o => (o.Budget, o.MaxRetries) = (budget, 0));

        await harness.FailAsync();
        await harness.FailAsync(() => throw new FormatException());
        await new RetryHarness(o => o.Budget = budget).FailAsync(
            () =>
            {
                source.Cancel();
                throw new TimeoutException();
            },
            cancellationToken: source.Token);

        budget.GetStatistics().Should().Match<RetryBudgetStatistics>(s => s.Granted == 0 && s.Refused == 0);
    }

    [Fact]
    public void Grants_and_refusals_are_counted_on_the_meter()
    {
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        using var recorder = new MeasurementRecorder(factory);
        var budget = new RetryBudget(new RetryBudgetOptions { Name = "payments", MinRetriesPerSecond = 1, Window = 2 * Second }, _time, meterFactory: factory);

        Take(budget, 5);

        recorder.Read("retry.budget.requests").Should().Equal(new Dictionary<string, double>
        {
            ["retry.budget.name=payments, retry.budget.outcome=granted"] = 2,
            ["retry.budget.name=payments, retry.budget.outcome=refused"] = 3,
        });
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_value_and_bound()
    {
        var options = new RetryBudgetOptions { Name = " ", SuccessRatio = double.NaN, MinRetriesPerSecond = -1, Window = TimeSpan.FromDays(2) };

        FluentActions.Invoking(() => new RetryBudget(options)).Should().Throw<ArgumentException>().Which.Message.Should()
            .Contain("Name must be a name that is not blank; it is ' '.")
            .And.Contain("SuccessRatio must be 0 to 1, both inclusive; it is NaN.")
            .And.Contain("MinRetriesPerSecond must be 0 to 1000000, both inclusive; it is -1.")
            .And.Contain("Window must be 1 s to 1 day, both inclusive; it is 2.00:00:00.");
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 1_000_000, 86_400)]
    public void Values_on_the_bounds_are_allowed(double ratio, double floor, int seconds)
    {
        var budget = new RetryBudget(new RetryBudgetOptions { SuccessRatio = ratio, MinRetriesPerSecond = floor, Window = seconds * Second }, _time);

        budget.TryTake().Should().Be(floor > 0);
    }

    [Fact]
    public void Its_text_shows_the_numbers() =>
        Make(o => (o.Name, o.SuccessRatio) = ("payments", 0.1)).ToString().Should().Be("budget(payments: 10 % of successes, at least 1/s, in 10 s)");

    private static void Succeed(RetryBudget budget, int times)
    {
        for (var i = 0; i < times; i++)
        {
            budget.CountSuccess();
        }
    }

    private static int Take(RetryBudget budget, int times) => Enumerable.Range(0, times).Count(_ => budget.TryTake());

    private RetryBudget Make(Action<RetryBudgetOptions>? configure = null, Func<double>? pressure = null)
    {
        var options = new RetryBudgetOptions();
        configure?.Invoke(options);
        return new RetryBudget(options, _time, pressure);
    }
}
