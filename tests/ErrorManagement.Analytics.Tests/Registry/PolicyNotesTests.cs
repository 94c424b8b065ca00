using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>A record says what retries, breakers and fallbacks did about it.</summary>
public sealed class PolicyNotesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public PolicyNotesTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_that_passed_through_a_retry_and_a_breaker_says_which_try_it_was_and_what_the_breaker_made_of_it(bool synchronous)
    {
        var pipeline = Builder().Retry(o => (o.InitialDelay, o.MaxRetries, o.ReportFailures) = (TimeSpan.Zero, 2, false)).CircuitBreaker(Breaker(threshold: 3)).Build();

        var error = synchronous ? Caught(() => pipeline.Execute<int>(Fail)) : await CaughtAsync(() => pipeline.ExecuteAsync<int>(static async _ =>
        {
            await Task.Yield();
            return Fail();
        }));
        _registry.Record(error, "checkout");

        var expected = new ResilienceNote { Attempt = 3, MaxAttempts = 3, Breaker = "payments", BreakerState = "open" };
        ResilienceNotes.Of(error).Should().Be(expected);
        Single().Occurrences.Should().ContainSingle().Which.Resilience.Should().Be(expected);
        error.Data.Count.Should().Be(0, "the exception stays as it is");
    }

    [Fact] // no sink is wired anywhere: a registry of its own notices all the same
    public void Policies_without_a_sink_say_it_too()
    {
        var breaker = new CircuitBreaker("stock", timeProvider: _time);
        var retry = new RetryPolicy(new RetryOptions { MaxRetries = 1, InitialDelay = TimeSpan.Zero }, timeProvider: _time);

        _registry.Record(Caught(() => retry.Execute(() => breaker.Execute<int>(Fail))), "checkout");

        Single().Occurrences[0].Resilience.Should().Be(new ResilienceNote { Attempt = 2, MaxAttempts = 2, Breaker = "stock", BreakerState = "closed" });
    }

    [Fact]
    public void An_error_that_met_no_policy_says_nothing()
    {
        _registry.Record(Caught(() => Fail()), "checkout");

        Single().Occurrences[0].Should().Match<SampledOccurrence>(o => o.Resilience == null && !o.Handled);
    }

    [Theory] // once is once: the operation records, the retry reports, the fallback reports, and it is one occurrence
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_operation_that_records_its_own_error_below_retry_breaker_and_fallback_is_one_handled_occurrence(bool synchronous)
    {
        var pipeline = Builder().Fallback(-1).Retry(o => (o.InitialDelay, o.MaxRetries) = (TimeSpan.Zero, 0)).CircuitBreaker(Breaker(threshold: 5)).Build();

        var answer = synchronous ? pipeline.Execute(_ => FailAndRecord()) : await pipeline.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return FailAndRecord();
        });

        answer.Should().Be(-1);
        var record = Single();
        record.Should().Match<ErrorRecord>(r => r.Count == 1 && r.HandledCount == 1 && r.RecoveredCount == 0 && r.Component == "disk");
        record.Sources.Should().Be(ErrorSources.Catch | ErrorSources.Resilience);
        record.Severity.Should().Be(ErrorSeverity.Error, "the highest stays");
        record.Occurrences.Should().ContainSingle().Which.Should().Match<SampledOccurrence>(o => o.Handled && o.Source == ErrorSources.Catch);
        record.Occurrences[0].Resilience.Should().Be(new ResilienceNote { Attempt = 1, MaxAttempts = 1, Breaker = "payments", BreakerState = "closed", Fallback = "default_value" });
        _registry.GetStatistics().TotalCount.Should().Be(1);
    }

    [Fact]
    public void An_operation_that_records_its_own_error_and_then_recovers_is_a_recovered_occurrence()
    {
        var pipeline = Builder().Retry(o => o.InitialDelay = TimeSpan.Zero).Build();
        var tries = 0;

        pipeline.Execute(() => ++tries < 2 ? FailAndRecord() : tries).Should().Be(2);

        Single().Should().Match<ErrorRecord>(r => r.Count == 1 && r.RecoveredCount == 1 && r.HandledCount == 0);
        Single().Occurrences.Should().ContainSingle().Which.Should().Match<SampledOccurrence>(o => o.Recovered && o.Resilience!.Attempt == 1 && o.Resilience.MaxAttempts == 4);
    }

    [Fact]
    public void A_failure_that_only_the_fallback_saw_is_one_handled_warning_of_the_pipelines_component()
    {
        var pipeline = Builder("payments").Fallback(-1).CircuitBreaker(Breaker(threshold: 5)).Build();

        pipeline.Execute<object>(static (_, _) => Fail(), new object()).Should().Be(-1);

        Single().Should().Match<ErrorRecord>(r => r.Count == 1 && r.HandledCount == 1 && r.Severity == ErrorSeverity.Warning && r.Component == "payments" && r.Sources == ErrorSources.Resilience);
    }

    [Fact] // U22
    public void A_feature_that_becomes_degraded_says_that_it_answered()
    {
        var feature = new GracefulDegradation<int>("recommendations", 7, sink: _registry, timeProvider: _time);

        feature.Execute(static _ => Fail()).Should().Be(7);
        feature.Execute(static _ => Fail()).Should().Be(7);

        Single().Should().Match<ErrorRecord>(r => r.Count == 1 && r.HandledCount == 1);
        Single().Occurrences[0].Resilience!.Fallback.Should().Be("recommendations");
    }

    [Fact]
    public void A_feature_without_an_answer_does_not_say_that_it_answered()
    {
        var feature = new GracefulDegradation<int>("recommendations", new Func<int>(static () => throw new FormatException()), sink: _registry, timeProvider: _time);

        Caught(() => feature.Execute(static _ => Fail())).Should().BeOfType<FallbackFailedException>();

        Single().Should().Match<ErrorRecord>(r => r.Count == 1 && r.HandledCount == 0);
    }

    [Fact]
    public void What_opened_is_said_in_the_record_of_the_opening_with_the_records_behind_it()
    {
        var breaker = Breaker(threshold: 2);
        var cause = _registry.Record(Caught(() => breaker.Execute<int>(Fail)), "checkout").Id;
        _registry.Record(Caught(() => breaker.Execute<int>(Fail)), "checkout");

        var opening = _registry.GetErrors(new ErrorQuery { Component = "payments" }).Should().ContainSingle().Subject;
        opening.Occurrences[0].Resilience.Should().Be(new ResilienceNote { Breaker = "payments", BreakerState = "open" });
        opening.Context!.Data!["cause_ids"].Should().Be(cause.ToString());
    }

    private static int Fail() => throw new IOException("the disk does not answer");

    private static Exception Caught(Action call) => Xunit.Record.Exception(call)!;

    private static async Task<Exception> CaughtAsync(Func<ValueTask<int>> call) => (await Xunit.Record.ExceptionAsync(async () => await call()))!;

    private int FailAndRecord()
    {
        try
        {
            return Fail();
        }
        catch (IOException e)
        {
            _registry.Record(e, "disk");
            throw;
        }
    }

    private ErrorRecord Single() => _registry.GetErrors(new ErrorQuery { ErrorType = "System.IO.IOException" }).Should().ContainSingle().Subject;

    private CircuitBreaker Breaker(int threshold) => new("payments", new CircuitBreakerOptions { FailureThreshold = threshold }, _time, _registry);

    private PipelineBuilder Builder(string? component = null) => new(timeProvider: _time, sink: _registry, component: component);
}
