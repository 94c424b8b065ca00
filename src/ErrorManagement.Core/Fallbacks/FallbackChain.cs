using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>Asks several fallbacks in order; the first answer is taken, and later ones are not asked.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>Safe on any thread. An empty chain never has an answer.</remarks>
public sealed class FallbackChain<T> : IFallback<T>, ISuccessObserver<T>
{
    private const string DefaultName = "chain";

    private readonly IFallback<T>[] _members;
    private readonly ISuccessObserver<T>[] _observers;
    private readonly FallbackCounters _counters = new();

    /// <summary>Makes a chain named <c>chain</c>.</summary>
    /// <param name="members">The fallbacks, in order.</param>
    public FallbackChain(params IFallback<T>[] members)
        : this(DefaultName, members)
    {
    }

    /// <summary>Makes a chain.</summary>
    /// <param name="name">The name in statistics and exceptions.</param>
    /// <param name="members">The fallbacks, in order.</param>
    public FallbackChain(string name, params IFallback<T>[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        Name = FallbackName.Required(name);
        _members = [.. members];
        if (Array.IndexOf(_members, null) is >= 0 and var gap)
        {
            throw new ArgumentException($"Member {gap} of the fallback chain '{name}' is null.", nameof(members));
        }

        _observers = [.. _members.OfType<ISuccessObserver<T>>()];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The fallbacks, in order.</summary>
    internal IReadOnlyList<IFallback<T>> Members => _members;

    /// <inheritdoc/>
    public async ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        cancellationToken.ThrowIfCancellationRequested();
        _counters.Asked();
        Exception? last = null;
        foreach (var member in _members)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var task = CallTasks.Start(static (ask, token) => ask.member.ExecuteAsync(ask.operation, ask.originalError, token), (member, operation, originalError), cancellationToken).AsTask();
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully)
            {
                _counters.Succeeded(Name);
                return await task.ConfigureAwait(false);
            }

            last = CallTasks.FailureOf(task);
            if (CallerCancellation.Is(last, cancellationToken) || HopelessErrors.IsFatal(last))
            {
                return await task.ConfigureAwait(false);
            }
        }

        throw Failed(last, originalError);
    }

    /// <inheritdoc/>
    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        cancellationToken.ThrowIfCancellationRequested();
        _counters.Asked();
        Exception? last = null;
        foreach (var member in _members)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var answer = member.Execute(operation, originalError, cancellationToken);
                _counters.Succeeded(Name);
                return answer;
            }
            catch (Exception e) when (!CallerCancellation.Is(e, cancellationToken) && !HopelessErrors.IsFatal(e))
            {
                last = e;
            }
        }

        throw Failed(last, originalError);
    }

    /// <inheritdoc/>
    public void OnSuccess(T value)
    {
        foreach (var observer in _observers)
        {
            observer.OnSuccess(value);
        }
    }

    /// <inheritdoc/>
    public FallbackStatistics GetStatistics() => _counters.Read(Name, Array.ConvertAll(_members, static member => member.GetStatistics()));

    private FallbackFailedException Failed(Exception? last, Exception originalError)
    {
        _counters.Failed(Name);
        return new FallbackFailedException(Name, $"all {_members.Length} members failed", originalError, last);
    }
}
