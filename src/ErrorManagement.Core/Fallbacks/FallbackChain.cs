using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>Asks several fallbacks in order; the first answer is taken, and later ones are not asked.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>Safe on any thread. An empty chain never has an answer. A member that does not answer for an error, see <see cref="ConditionalFallback{T}"/>, is passed over; when all are, the error leaves unchanged.</remarks>
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
        var failed = 0;
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

            var failure = CallTasks.FailureOf(task);
            if (CallerCancellation.Is(failure, cancellationToken) || HopelessErrors.IsFatal(failure))
            {
                return await task.ConfigureAwait(false);
            }

            if (!ReferenceEquals(failure, originalError))
            {
                last = failure;
                failed++;
            }
        }

        throw Failed(failed, last, originalError);
    }

    /// <inheritdoc/>
    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        cancellationToken.ThrowIfCancellationRequested();
        _counters.Asked();
        Exception? last = null;
        var failed = 0;
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
                if (!ReferenceEquals(e, originalError))
                {
                    last = e;
                    failed++;
                }
            }
        }

        throw Failed(failed, last, originalError);
    }

    /// <inheritdoc/>
    public void OnSuccess(T value)
    {
        foreach (var observer in _observers)
        {
            FallbackCalls.Tell(observer, value); // one that fails does not keep the others from learning
        }
    }

    /// <summary>The kind, the name if it is an own one, and the members, such as <c>chain(cached_response(300 s) &gt; default_value)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => FallbackName.Describe(DefaultName, Name, string.Join(" > ", _members.Select(FallbackName.Of)));

    /// <inheritdoc/>
    public FallbackStatistics GetStatistics() => _counters.Read(Name, Array.ConvertAll(_members, static member => member.GetStatistics()));

    /// <summary>What leaves when nobody answered. A member that gives the original error back does not answer for it: it has not failed.</summary>
    private FallbackFailedException Failed(int failed, Exception? last, Exception originalError)
    {
        _counters.Failed(Name);
        if (failed == 0 && _members.Length > 0)
        {
            ExceptionDispatchInfo.Throw(originalError);
        }

        var reason = failed == _members.Length ? $"all {failed} members failed" : $"{failed} of {_members.Length} members failed, and the others do not answer for this error";
        return new FallbackFailedException(Name, reason, originalError, last);
    }
}
