using ErrorManagement.CircuitBreakers;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Rejections and exhausted retries fold under the error that caused them instead of standing as new bugs.</summary>
public sealed class CauseFinderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private ServiceProvider? _provider;

    private IErrorRegistry Registry => _provider!.GetRequiredService<IErrorRegistry>();

    public void Dispose() => _provider?.Dispose();

    [Theory] // D8: also for the first opening by a brand-new error, and when the host names its parts otherwise than its breakers
    [InlineData(1, "payments")]
    [InlineData(1, "checkout")]
    [InlineData(5, "payments")]
    [InlineData(5, "checkout")]
    public void Rejections_are_counted_with_the_error_that_opened_the_breaker(int threshold, string component)
    {
        var breaker = Build(o => o.FailureThreshold = threshold);
        var cause = Fail(breaker, threshold, component);
        var before = Registry.GetStatistics();

        var recorded = Reject(breaker, 100, "orders");

        recorded.Should().OnlyContain(r => r.Id == cause && !r.IsNew && r.Count == threshold);
        var record = Registry.Find(cause)!;
        record.Should().Match<ErrorRecord>(r => r.Count == threshold && r.ConsequenceCount == 100 && r.ErrorType == "System.TimeoutException" && r.Component == component);
        var after = Registry.GetStatistics();
        after.UniqueErrors.Should().Be(before.UniqueErrors).And.Be(2, "the error, and the opening that the breaker reports");
        after.TotalCount.Should().Be(before.TotalCount + 100);
        after.SeverityBreakdown.Values.Sum().Should().Be(after.TotalCount);
        after.RecentErrors1h.Should().Be(after.TotalCount);
        Registry.GetTimeline(TimeSpan.FromMinutes(10)).Sum(point => point.Count).Should().Be(after.TotalCount);
        (after.Ledger.Kept + after.Ledger.SampledOut + after.Ledger.Dropped.Values.Sum()).Should().Be(after.Ledger.Captured).And.Be(after.TotalCount);
    }

    [Fact] // U17: five errors that have nothing in common
    public void A_breaker_that_different_errors_opened_folds_into_the_first_of_its_causes_that_is_held()
    {
        var breaker = Build(o => o.FailureThreshold = 3);
        Exception[] errors = [new TimeoutException("a"), new IOException("b"), new FormatException("c")];
        var ids = errors.Select(e => Fail(breaker, e, "checkout")).ToList();

        var rejection = Rejection(breaker);
        rejection.Causes.Select(c => c.RecordId).Should().BeEquivalentTo(ids);
        Reject(breaker, 7, "orders").Should().OnlyContain(r => r.Id == rejection.Causes[0].RecordId);

        Registry.GetErrors().Sum(r => r.ConsequenceCount).Should().Be(7);
    }

    [Fact]
    public void A_rejection_that_was_made_before_the_host_recorded_the_error_finds_it_all_the_same()
    {
        var breaker = Build(o => o.FailureThreshold = 1);
        var failure = Caught(() => breaker.Execute<int>(static () => throw new TimeoutException("slow")));
        var rejection = Rejection(breaker);
        rejection.Causes.Should().ContainSingle().Which.RecordId.IsNone.Should().BeTrue();

        var cause = Registry.Record(failure, "checkout").Id;

        rejection.Causes[0].RecordId.Should().Be(cause);
        Registry.Record(rejection, "orders").Id.Should().Be(cause);
        Registry.Find(cause)!.ConsequenceCount.Should().Be(1);
    }

    [Fact]
    public void An_error_that_the_host_records_in_a_wrapper_of_its_own_is_the_cause_too()
    {
        var breaker = Build(o => o.FailureThreshold = 1);
        var failure = Caught(() => breaker.Execute<int>(static () => throw new TimeoutException("slow")));
        var cause = Registry.Record(new InvalidOperationException("no payment", failure), "checkout").Id;

        Reject(breaker, 3, "orders").Should().OnlyContain(r => r.Id == cause);
        Registry.Find(cause)!.Occurrences[0].Resilience.Should().Match<ResilienceNote>(n => n.Breaker == "payments" && n.BreakerState == "open");
    }

    [Fact]
    public void A_rejection_inside_an_error_of_the_hosts_own_is_that_error()
    {
        var breaker = Build(o => o.FailureThreshold = 1);
        var cause = Fail(breaker, 1, "checkout");

        var recorded = Registry.Record(new InvalidOperationException("no payment", Rejection(breaker)), "orders");

        recorded.IsNew.Should().BeTrue();
        recorded.Id.Should().NotBe(cause);
        Registry.Find(cause)!.ConsequenceCount.Should().Be(0);
    }

    [Fact]
    public void An_aggregate_around_a_single_rejection_is_the_rejection()
    {
        var breaker = Build(o => o.FailureThreshold = 1);
        var cause = Fail(breaker, 1, "checkout");

        Registry.Record(new AggregateException(Rejection(breaker)), "orders").Id.Should().Be(cause);
    }

    [Fact]
    public void A_rejection_that_is_recorded_twice_counts_once()
    {
        var breaker = Build(o => o.FailureThreshold = 1);
        var cause = Fail(breaker, 1, "checkout");
        var rejection = Rejection(breaker);

        Registry.Record(rejection, "orders");
        Registry.Record(rejection, "web").Id.Should().Be(cause);

        Registry.Find(cause)!.ConsequenceCount.Should().Be(1);
    }

    [Fact] // no error is behind it
    public void Rejections_by_a_breaker_that_someone_isolated_are_one_record_for_each_breaker()
    {
        var breaker = Build(_ => { });
        var other = _provider!.GetRequiredKeyedService<ICircuitBreaker>("stock");
        breaker.Isolate();
        other.Isolate();

        Reject(breaker, 4, "orders");
        Reject(other, 2, "orders");

        var records = Registry.GetErrors();
        records.Select(r => r.Count).Should().BeEquivalentTo([4, 2]);
        records.Should().OnlyContain(r => r.Code!.Value.ToString() == "EM-RES-002" && r.ConsequenceCount == 0);
        records.Single(r => r.Count == 4).Occurrences[0].Resilience.Should().Match<ResilienceNote>(n => n.Breaker == "payments" && n.BreakerState == "open");
    }

    [Fact]
    public void Rejections_whose_cause_was_forgotten_are_one_record_whatever_time_they_name()
    {
        var breaker = Build(o => o.FailureThreshold = 2);
        Fail(breaker, 2, "checkout");
        Registry.Clear();

        for (var i = 0; i < 5; i++)
        {
            Reject(breaker, 1, "orders");
            _time.Advance(TimeSpan.FromSeconds(7));
        }

        var record = Registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(5);
        record.Template.Should().Contain("payments");
        record.Message.Should().Contain("retry after 32.0 s", "the message of an occurrence is its own");
    }

    [Fact] // the cause was evicted: nothing to fold into, nothing lost
    public void When_the_record_of_the_cause_had_to_go_the_rejections_stand_for_themselves()
    {
        var breaker = Build(o => o.FailureThreshold = 1, o => o.Registry.Capacity = 2);
        var cause = Fail(breaker, 1, "checkout");
        Reject(breaker, 1, "orders").Single().Id.Should().Be(cause);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Registry.Record(new IOException("x"), $"c{i}");
        }

        Registry.Find(cause).Should().BeNull();
        Reject(breaker, 3, "orders").Should().OnlyContain(r => r.Id != cause);

        var statistics = Registry.GetStatistics();
        statistics.TotalCount.Should().Be(1 + 1 + 1 + 3 + 3);
        (statistics.Ledger.Kept + statistics.Ledger.SampledOut + statistics.Ledger.Dropped.Values.Sum()).Should().Be(statistics.Ledger.Captured);
    }

    [Fact] // two keys of one error: the one whose handle was given away becomes part of the other
    public void A_cause_that_became_part_of_another_record_leads_there()
    {
        var breaker = Build(o => o.FailureThreshold = 1);
        var first = Registry.Record(new IOException("same", unchecked((int)0x80131501)), "checkout").Id;
        var cause = Fail(breaker, new IOException("same", unchecked((int)0x80131502)), "checkout");

        var before = Reject(breaker, 5, "orders");
        Registry.Merge(first, cause);
        var merged = Registry.GetErrors(new ErrorQuery { Component = "checkout" }).Should().ContainSingle().Subject;
        var after = Reject(breaker, 5, "orders");

        cause.Should().NotBe(first);
        merged.Should().Match<ErrorRecord>(r => r.Id == first && r.Count == 2 && r.ConsequenceCount == 5);
        before.Should().OnlyContain(r => r.Id == cause);
        after.Should().OnlyContain(r => r.Id == first);
        Registry.Find(cause)!.ConsequenceCount.Should().Be(10);
    }

    [Fact] // D10
    public async Task A_retry_around_the_breaker_that_ends_on_the_rejection_is_a_consequence_too()
    {
        Build(o => o.FailureThreshold = 3);
        var policy = _provider!.GetRequiredKeyedService<IExecutionPolicy>("checkout");

        var first = await CaughtAsync(() => policy.ExecuteAsync<int>(static _ => throw new TimeoutException("slow")));
        var recorded = Registry.Record(first, "orders");

        first.Should().BeOfType<CircuitOpenException>("the third failure opened the circuit, and the fourth try was refused");
        var record = Registry.Find(recorded.Id)!;
        record.Should().Match<ErrorRecord>(r => r.ErrorType == "System.TimeoutException" && r.Count == 1 && r.ConsequenceCount == 1, "the retry reported the failure, the host the refusal");
        Registry.GetErrors().Where(r => r.ErrorType != record.ErrorType).Should().ContainSingle("the opening").Which.Component.Should().Be("payments");
    }

    [Fact]
    public void Retries_that_end_on_a_failed_result_are_a_consequence_of_the_exception_before_it()
    {
        Build(_ => { });
        var tries = 0;
        var policy = Retry();

        var exhausted = Caught(() => policy.Execute(() =>
        {
            if (++tries > 1)
            {
                return -1;
            }

            var error = new IOException("the disk does not answer");
            Registry.Record(error, "disk");
            throw error;
        }));

        exhausted.Should().BeOfType<RetriesExhaustedException>();
        Registry.Record(exhausted, "orders");
        Registry.GetErrors().Should().ContainSingle().Which.Should().Match<ErrorRecord>(r => r.ErrorType == "System.IO.IOException" && r.Count == 1 && r.ConsequenceCount == 1);
    }

    [Fact]
    public void Retries_that_end_on_a_failed_result_without_an_exception_are_an_error_of_their_own()
    {
        Build(_ => { });
        var policy = Retry();

        Registry.Record(Caught(() => policy.Execute(static () => -1)), "orders");

        Registry.GetErrors().Should().ContainSingle().Which.Should().Match<ErrorRecord>(r => r.Code!.Value.ToString() == "EM-RES-003" && r.Count == 1);
    }

    [Fact]
    public void The_causes_of_an_outer_breaker_lead_to_the_error_behind_the_inner_one()
    {
        var inner = Build(o => o.FailureThreshold = 1);
        var outer = new CircuitBreaker("outer", new CircuitBreakerOptions { FailureThreshold = 1 }, _time, Registry);
        var cause = Fail(inner, 1, "checkout");

        Registry.Record(Caught(() => outer.Execute(() => inner.Execute(static () => 1))), "orders").Id.Should().Be(cause);
        Reject(outer, 2, "orders").Should().OnlyContain(r => r.Id == cause);

        Registry.Find(cause)!.ConsequenceCount.Should().Be(3);
    }

    [Fact] // once is once, and nothing is lost, whoever comes first
    public void Eight_threads_of_failures_and_refusals_are_all_counted()
    {
        const int Threads = 8;
        const int Calls = 500;
        var breaker = Build(o => o.FailureThreshold = 3);

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var i = 0; i < Calls; i++)
            {
                Registry.Record(Caught(() => breaker.Execute<int>(static () => throw new TimeoutException("slow"))), $"c{thread}");
            }
        });

        var statistics = Registry.GetStatistics();
        statistics.TotalCount.Should().Be((Threads * Calls) + 1, "the opening is one more");
        Registry.GetErrors().Sum(r => r.Count + r.ConsequenceCount).Should().Be(statistics.TotalCount);
        Registry.GetErrors().Sum(r => r.ConsequenceCount).Should().BeGreaterThan(0);
        (statistics.Ledger.Kept + statistics.Ledger.SampledOut + statistics.Ledger.Dropped.Values.Sum()).Should().Be(statistics.Ledger.Captured);
    }

    private static Exception Caught(Action call) => Xunit.Record.Exception(call)!;

    private static async Task<Exception> CaughtAsync(Func<ValueTask<int>> call) => (await Xunit.Record.ExceptionAsync(async () => await call()))!;

    private static CircuitOpenException Rejection(ICircuitBreaker breaker) =>
        Caught(() => breaker.Execute(static () => 1)).Should().BeAssignableTo<CircuitOpenException>().Subject;

    private RetryPolicy Retry() => new(
        new RetryOptions { InitialDelay = TimeSpan.Zero, ThrowOnFailedResult = true, Component = "orders", ReportFailures = false }.RetryResult<int>(static result => result < 0),
        timeProvider: _time,
        sink: Registry);

    private ICircuitBreaker Build(Action<CircuitBreakerOptions> configure, Action<ErrorManagementOptions>? settings = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddErrorManagement(settings)
            .AddCircuitBreaker("payments", configure)
            .AddCircuitBreaker("stock")
            .AddPolicy("checkout", p => p.Retry(o => o.InitialDelay = TimeSpan.Zero).CircuitBreaker("payments"));
        _provider = services.BuildServiceProvider();
        return _provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
    }

    private ErrorId Fail(ICircuitBreaker breaker, int times, string component)
    {
        ErrorId id = default;
        for (var i = 0; i < times; i++)
        {
            id = Fail(breaker, new TimeoutException($"order {i} took too long"), component);
        }

        return id;
    }

    private ErrorId Fail(ICircuitBreaker breaker, Exception error, string component) =>
        Registry.Record(Caught(() => breaker.Execute<int>(() => throw error)), component).Id;

    private List<RecordedError> Reject(ICircuitBreaker breaker, int times, string component) =>
        [.. Enumerable.Range(0, times).Select(_ => Registry.Record(Rejection(breaker), component))];
}
