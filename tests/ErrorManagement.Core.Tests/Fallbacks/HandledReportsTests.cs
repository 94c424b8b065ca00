using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Fallbacks;
using ErrorManagement.Handling;
using ErrorManagement.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Core.Tests.Fallbacks;

/// <summary>What a fallback answers is reported once, flagged handled; what it does not answer is not.</summary>
public sealed class HandledReportsTests
{
    private static readonly IOException Failure = new("gone");

    private readonly RecordingSink _sink = new();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_failure_that_a_pipelines_fallback_answered_is_one_handled_warning(bool synchronous, bool late)
    {
        var pipeline = Builder("orders").Fallback(new DefaultValueFallback<int>(7, "nothing")).CircuitBreaker(new CircuitBreaker("stock")).Build();

        (await RunAsync(pipeline, synchronous, late)).Should().Be(7);

        _sink.Reported.Should().ContainSingle().Which.Should().Match<ErrorOccurrence>(o =>
            o.Exception == Failure && o.Handled && !o.Recovered && o.Severity == ErrorSeverity.Warning && o.Component == "orders"
            && o.ErrorType == "System.IO.IOException" && o.Message == "gone" && o.Category == ErrorCategory.Transient);
        _sink.Reported[0].Resilience.Should().Be(new ResilienceNote { Breaker = "stock", BreakerState = "closed", Fallback = "nothing" });
        ResilienceNotes.Of(Failure)!.Fallback.Should().Be("nothing");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fallback_that_runs_something_else_reports_when_that_has_answered(bool synchronous)
    {
        var pipeline = Builder().Fallback(_ =>
        {
            _sink.Reported.Should().BeEmpty();
            return 8;
        }).Build();

        (await RunAsync(pipeline, synchronous, late: false)).Should().Be(8);

        _sink.Reported.Should().ContainSingle().Which.Resilience!.Fallback.Should().Be("degraded_service");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fallback_that_fails_reports_nothing_new(bool synchronous)
    {
        var pipeline = Builder().Fallback<int>((Func<CancellationToken, int>)(_ => throw new FormatException())).Build();

        await FluentActions.Awaiting(async () => await RunAsync(pipeline, synchronous, late: true)).Should().ThrowAsync<FallbackFailedException>();

        _sink.Reported.Should().BeEmpty();
    }

    [Fact] // the breaker counts them, and what opened it is known
    public async Task Rejections_that_are_answered_are_not_reported_one_by_one()
    {
        var breaker = new CircuitBreaker("stock");
        var plain = Builder().Fallback(7).CircuitBreaker(breaker).Build();
        var chain = Builder().Fallback(new FallbackChain<int>(new DefaultValueFallback<int>(7))).CircuitBreaker(breaker).Build();
        breaker.Isolate();

        foreach (var pipeline in new[] { plain, chain })
        {
            pipeline.Execute(static () => 1).Should().Be(7);
            (await pipeline.ExecuteAsync(static _ => new ValueTask<int>(1))).Should().Be(7);
        }

        _sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public void A_result_that_was_replaced_is_reported()
    {
        var pipeline = Builder().Fallback<int>(new DefaultValueFallback<int>(7), o => o.WhenResult = static r => r < 0).Build();

        pipeline.Execute(static () => -1).Should().Be(7);

        _sink.Reported.Should().ContainSingle().Which.Should().Match<ErrorOccurrence>(o => o.Handled && o.Exception is UnacceptableResultException);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_can_be_switched_off(bool reports)
    {
        var pipeline = Builder().Fallback<int>(new DefaultValueFallback<int>(7), o => o.ReportHandled = reports).Build();

        pipeline.Execute(static () => throw Failure).Should().Be(7);

        _sink.Reported.Should().HaveCount(reports ? 1 : 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fallback_with_a_sink_of_its_own_reports_once_alone_and_in_a_pipeline(bool inPipeline)
    {
        var fallback = new ConditionalFallback<int>(new DefaultValueFallback<int>(7), new FallbackOptions<int> { Component = "prices" }, sink: _sink);

        (inPipeline ? Builder("orders").Fallback(fallback).Build().Execute(static () => throw Failure) : fallback.Run(static _ => throw Failure)).Should().Be(7);

        _sink.Reported.Should().ContainSingle().Which.Component.Should().Be("prices");
    }

    [Fact]
    public void The_component_in_the_rules_goes_before_the_pipelines()
    {
        Builder("orders").Fallback<int>(new DefaultValueFallback<int>(7), o => o.Component = "prices").Build().Execute(static () => throw Failure);

        _sink.Reported.Should().ContainSingle().Which.Component.Should().Be("prices");
    }

    [Fact]
    public void A_blank_component_is_refused()
    {
        FluentActions.Invoking(() => new ConditionalFallback<int>(new DefaultValueFallback<int>(7), new FallbackOptions<int> { Component = " " }))
            .Should().Throw<ArgumentException>().WithMessage("*Component*");
    }

    [Fact] // of a container's policy: the breaker's name, as retries report
    public void A_containers_policy_reports_under_the_name_of_its_breaker()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IErrorSink>(_sink);
        services.AddErrorManagementCore().AddCircuitBreaker("stock").AddPolicy("checkout", p => p.Fallback(7).CircuitBreaker("stock"));
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<ExecutionPipeline<int>>("checkout").Execute(static () => throw Failure).Should().Be(7);

        _sink.Reported.Should().ContainSingle().Which.Component.Should().Be("stock");
    }

    [Fact] // foreign code: neither the answer nor the caller suffers
    public void A_fallback_whose_name_throws_answers_all_the_same()
    {
        Builder().Fallback(new Nameless()).Build().Execute(static () => throw Failure).Should().Be(5);

        _sink.Reported.Should().BeEmpty();
    }

    [Fact] // D9
    public void The_callers_cancellation_is_not_reported()
    {
        using var cancelled = new CancellationTokenSource();
        var pipeline = Builder().Fallback(7).Build();

        Record.Exception(() => pipeline.Execute(
            token =>
            {
                cancelled.Cancel();
                token.ThrowIfCancellationRequested();
                return 1;
            },
            cancelled.Token)).Should().BeOfType<OperationCanceledException>();

        _sink.Reported.Should().BeEmpty();
    }

    [Fact] // U23
    public void The_error_handler_says_so_when_a_fallback_answered()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IErrorSink>(_sink);
        services.AddErrorManagementCore();
        using var provider = services.BuildServiceProvider();
        var handler = provider.GetRequiredService<IErrorHandler>();
        handler.Fallbacks.SetDefaultValue("prices", 7);
        handler.Rules.SetStrategy(ErrorCategory.Transient, HandlingStrategy.FallbackToDefault);

        handler.Handle<object, int>(static (_, _) => throw Failure, new object(), new HandlingContext("prices")).Value.Should().Be(7);

        _sink.Reported.Should().ContainSingle().Which.Should().Match<ErrorOccurrence>(o => o.Handled && o.Resilience!.Fallback == "fallback_to_default");
    }

    private static ValueTask<int> RunAsync(ExecutionPipeline<int> pipeline, bool synchronous, bool late) =>
        synchronous ? new ValueTask<int>(pipeline.Execute(static () => throw Failure)) : pipeline.ExecuteAsync(async _ =>
        {
            if (late)
            {
                await Task.Yield();
            }

            throw Failure;
        });

    private PipelineBuilder Builder(string? component = null) => new(sink: _sink, component: component);

    private sealed class Nameless : IFallback<int>
    {
        public string Name => throw new InvalidOperationException();

        public ValueTask<int> ExecuteAsync(Func<CancellationToken, ValueTask<int>> operation, Exception originalError, CancellationToken cancellationToken = default) => new(5);

        public int Execute(Func<CancellationToken, int> operation, Exception originalError, CancellationToken cancellationToken = default) => 5;

        public FallbackStatistics GetStatistics() => default!;
    }
}
