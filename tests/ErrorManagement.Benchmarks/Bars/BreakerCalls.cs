using ErrorManagement.CircuitBreakers;
using Polly;
using Polly.CircuitBreaker;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>Breakers, ours and Polly's with its cheapest typed overloads, and the calls that are timed through them.</summary>
internal static class BreakerCalls
{
    private static readonly InvalidOperationException Failure = new("failure");

    public static CircuitBreaker Ours(CircuitMetricsLevel level, bool window) => new("bench", Closed(level, window));

    /// <summary>One that judges results: those below zero are failures.</summary>
    public static CircuitBreaker OursJudging() => new("bench", Closed(CircuitMetricsLevel.Counts, false)
        .JudgeResult<int>(static value => value < 0 ? CircuitVerdict.Failure : CircuitVerdict.Success));

    public static ResiliencePipeline<int> Pollys() => Build(ClosedPolly());

    /// <summary>One that judges results: those below zero are failures.</summary>
    public static ResiliencePipeline<int> PollysJudging()
    {
        var options = ClosedPolly();
        options.ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome.Exception is not null || arguments.Outcome.Result < 0);
        return Build(options);
    }

    public static CircuitBreaker OursOpen()
    {
        var breaker = new CircuitBreaker("bench", new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromHours(1) });
        breaker.Enter().Fail(Failure);
        return breaker;
    }

    public static ResiliencePipeline<int> PollysOpen()
    {
        var pipeline = Build(new CircuitBreakerStrategyOptions<int> { MinimumThroughput = 2, FailureRatio = 0.1, BreakDuration = TimeSpan.FromHours(1) });
        for (var i = 0; i < 2; i++)
        {
            try
            {
                pipeline.Execute(static int () => throw Failure);
            }
            catch (InvalidOperationException)
            {
            }
        }

        return pipeline;
    }

    /// <summary>Asynchronous calls that are done at once, with the results <paramref name="first"/>, the number after it and so on.</summary>
    public static Action<int> Results(CircuitBreaker breaker, int first = 0) => times =>
    {
        for (var i = first; i < first + times; i++)
        {
            var pending = breaker.ExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
            _ = pending.Result;
        }
    };

    public static Action<int> Results(ResiliencePipeline<int> polly, int first = 0)
    {
        return times =>
        {
            var context = ResilienceContextPool.Shared.Get();
            for (var i = first; i < first + times; i++)
            {
                var pending = polly.ExecuteOutcomeAsync(static (_, value) => Outcome.FromResultAsValueTask(value), context, i);
                _ = pending.Result.Result;
            }

            ResilienceContextPool.Shared.Return(context);
        };
    }

    public static Action<int> SynchronousResults(CircuitBreaker breaker, int first = 0) => times =>
    {
        for (var i = first; i < first + times; i++)
        {
            _ = breaker.Execute(static (value, _) => value, i, CancellationToken.None);
        }
    };

    public static Action<int> SynchronousResults(ResiliencePipeline<int> polly, int first = 0) => times =>
    {
        for (var i = first; i < first + times; i++)
        {
            _ = polly.Execute(static value => value, i);
        }
    };

    public static Action<int> RefusedPermits(CircuitBreaker open) => times =>
    {
        for (var i = 0; i < times; i++)
        {
            _ = open.TryEnter(out _);
        }
    };

    public static Action<int> RefusedOutcomes(CircuitBreaker open) => times =>
    {
        for (var i = 0; i < times; i++)
        {
            var pending = open.TryExecuteAsync(static (value, _) => new ValueTask<int>(value), i, CancellationToken.None);
            _ = pending.Result;
        }
    };

    public static Action<int> RefusedOutcomes(ResiliencePipeline<int> open)
    {
        var context = ResilienceContextPool.Shared.Get();
        return times =>
        {
            for (var i = 0; i < times; i++)
            {
                var pending = open.ExecuteOutcomeAsync(static (_, value) => Outcome.FromResultAsValueTask(value), context, i);
                _ = pending.Result.Exception;
            }
        };
    }

    /// <summary>Calls whose exception is awaited and caught: of an open breaker its rejection, else that of the operation. Null for no breaker.</summary>
    public static Action<int> Awaited(CircuitBreaker? breaker, Func<int, CancellationToken, ValueTask<int>> operation) => times =>
        AwaitAsync(breaker is null ? operation : (value, token) => breaker.ExecuteAsync(operation, value, token), times).GetAwaiter().GetResult();

    public static Action<int> Awaited(ResiliencePipeline<int> polly, Func<int, CancellationToken, ValueTask<int>> operation) => times =>
        AwaitAsync((value, token) => polly.ExecuteAsync(operation, value, token), times).GetAwaiter().GetResult();

    /// <summary>Synchronous calls whose exception is caught. Null for no breaker.</summary>
    public static Action<int> Caught(CircuitBreaker? breaker, Func<int, CancellationToken, int> operation) => times =>
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                _ = breaker is null ? operation(i, CancellationToken.None) : breaker.Execute(operation, i, CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
            }
        }
    };

    public static Action<int> Caught(ResiliencePipeline<int> polly, Func<int, CancellationToken, int> operation) => times =>
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                _ = polly.Execute(operation, i, CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
            }
        }
    };

    /// <summary>An operation that succeeds.</summary>
    public static ValueTask<int> SucceedAsync(int value, CancellationToken cancellationToken) => new(value);

    /// <summary>An operation that throws in its own frame.</summary>
    public static int Fail(int value, CancellationToken cancellationToken) => throw new InvalidOperationException("failure");

    /// <summary>An operation whose task has failed.</summary>
    public static ValueTask<int> FailAsync(int value, CancellationToken cancellationToken) => ValueTask.FromException<int>(new InvalidOperationException("failure"));

    private static async Task AwaitAsync(Func<int, CancellationToken, ValueTask<int>> call, int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                _ = await call(i, CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
            }
            catch (CircuitOpenException)
            {
            }
            catch (BrokenCircuitException)
            {
            }
        }
    }

    private static CircuitBreakerOptions Closed(CircuitMetricsLevel level, bool window) => new()
    {
        Metrics = level,
        FailureThreshold = int.MaxValue,
        FailureRateThreshold = window ? 0.5 : null,
        MinimumThroughput = window ? int.MaxValue : 10,
        SamplingDuration = TimeSpan.FromSeconds(30),
    };

    private static CircuitBreakerStrategyOptions<int> ClosedPolly() => new() { MinimumThroughput = int.MaxValue, SamplingDuration = TimeSpan.FromSeconds(30) };

    private static ResiliencePipeline<int> Build(CircuitBreakerStrategyOptions<int> options) => new ResiliencePipelineBuilder<int>().AddCircuitBreaker(options).Build();
}
