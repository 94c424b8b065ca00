using ErrorManagement.Classification;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Core.Tests.Http;

/// <summary>A policy that is one function over tries; what all of the test's policies share.</summary>
internal abstract class TestPolicy : IExecutionPolicy
{
    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default) =>
        ExecuteAsync(static (op, token) => op(token), operation, cancellationToken);

    public abstract ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default);

    public virtual T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        var running = ExecuteAsync((s, token) => new ValueTask<T>(operation(s, token)), state, cancellationToken);
        return running.AsTask().GetAwaiter().GetResult();
    }
}

/// <summary>Retries as the verdict says, without waiting, and notes each verdict.</summary>
internal sealed class VerdictRetry(int maxRetries = 3, IExecutionPolicy? inner = null) : TestPolicy
{
    public List<ErrorClassification> Verdicts { get; } = [];

    public List<Exception> Seen { get; } = [];

    public override async ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await (inner is null ? operation(state, cancellationToken) : inner.ExecuteAsync(operation, state, cancellationToken));
            }
            catch (Exception e)
            {
                var verdict = ErrorClassifier.Default.Classify(e, cancellationToken);
                Verdicts.Add(verdict);
                Seen.Add(e);
                if (retries == maxRetries || !verdict.CanRetry || verdict.IsCallerCancellation || verdict.Category is not (ErrorCategory.Transient or ErrorCategory.RateLimit))
                {
                    throw;
                }
            }
        }
    }
}

/// <summary>Lets a number of calls through, then refuses.</summary>
internal sealed class Gate(int admitted) : TestPolicy
{
    private int _left = admitted;

    public Closed Refusal { get; } = new();

    public override ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default) =>
        _left-- > 0 ? operation(state, cancellationToken) : ValueTask.FromException<T>(Refusal);

    internal sealed class Closed() : ResilienceException("gate", "The gate is closed.", TimeSpan.FromSeconds(9))
    {
        public override bool IsRejection => true;
    }
}

/// <summary>A time-out that strikes when the test says so; it puts an exception of its own in the place of the operation's, as time-outs do.</summary>
internal sealed class ManualTimeout(bool abandons = false) : TestPolicy
{
    private TaskCompletionSource _strike = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Started { get; private set; }

    public Task? Abandoned { get; private set; }

    public void Strike() => _strike.TrySetResult();

    public override async ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        Started++;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = operation(state, stop.Token).AsTask();
        if (await Task.WhenAny(running, _strike.Task) == running)
        {
            return await running;
        }

        _strike = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (abandons)
        {
            Abandoned = running;
        }
        else
        {
            await stop.CancelAsync();
            await Task.WhenAny(running);
        }

        throw new ResilienceException("timeout", "It took too long.", cause: new TimeoutException());
    }
}

/// <summary>Any other policy, as a function.</summary>
internal sealed class Custom(Func<Func<Task<object?>>, Task<object?>> run) : TestPolicy
{
    public override async ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default) =>
        (T)(await run(async () => await operation(state, cancellationToken)))!;
}
