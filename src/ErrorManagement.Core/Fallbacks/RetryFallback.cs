using System.Globalization;
using ErrorManagement.Classification;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Fallbacks;

/// <summary>Answers by trying the failed call again, whatever it failed with, with a delay before each try that doubles.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>
/// The delay before retry i, from 0, is min(base × 2^i, longest): 1, 2, 4, 8, 16, 32, 60, 60 s. It ends early, without a wait, on fatal errors and on
/// the library's own rejections, such as an open breaker's, and when the caller cancels. For a policy that knows which failures are worth it, see <c>RetryPolicy</c>. Safe on any thread.
/// </remarks>
public sealed class RetryFallback<T> : IFallback<T>
{
    private const double Multiplier = 2.0;

    private readonly RetryFallbackOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly FallbackCounters _counters = new();

    /// <summary>Makes a fallback.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its timers; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public RetryFallback(RetryFallbackOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options?.Copy() ?? new RetryFallbackOptions();
        RetryFallbackOptionsValidator.ThrowIfInvalid(_options);
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public async ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(originalError);
        cancellationToken.ThrowIfCancellationRequested();
        _counters.Asked();
        var last = originalError;
        var retries = 0;
        while (GoesOn(retries, last))
        {
            var delay = DelayBefore(retries, last);
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, _timeProvider, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            retries++;
            var task = CallTasks.Start(static (call, token) => call(token), operation, cancellationToken).AsTask();
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully)
            {
                _counters.Succeeded(Name);
                return await task.ConfigureAwait(false);
            }

            last = CallTasks.FailureOf(task);
            if (!FallbackCalls.Falls(last, null, cancellationToken))
            {
                return await task.ConfigureAwait(false);
            }
        }

        throw Failed(retries, last, originalError);
    }

    /// <inheritdoc/>
    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(originalError);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        _counters.Asked();
        var last = originalError;
        var retries = 0;
        while (GoesOn(retries, last))
        {
            var delay = DelayBefore(retries, last);
            if (delay > TimeSpan.Zero)
            {
                BlockingWait.For(delay, _timeProvider, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            retries++;
            try
            {
                var answer = operation(cancellationToken);
                _counters.Succeeded(Name);
                return answer;
            }
            catch (Exception e) when (FallbackCalls.Falls(e, null, cancellationToken))
            {
                last = e;
            }
        }

        throw Failed(retries, last, originalError);
    }

    /// <summary>The kind, the name if it is an own one, and its numbers, such as <c>retry(3, 1 s x2 &lt;= 60 s)</c>: retries, first delay, multiplier, longest delay.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => FallbackName.Describe(
        RetryFallbackOptions.DefaultName,
        Name,
        string.Create(CultureInfo.InvariantCulture, $"{_options.MaxRetries}"),
        string.Create(CultureInfo.InvariantCulture, $"{FallbackName.Seconds(_options.BaseDelay)} x{Multiplier} <= {FallbackName.Seconds(_options.MaxDelay)}"));

    /// <inheritdoc/>
    public FallbackStatistics GetStatistics() => _counters.Read(Name);

    /// <summary>How often the call is tried again.</summary>
    internal int MaxRetries => _options.MaxRetries;

    /// <summary>The delay before a retry, counted from 0; any count is allowed.</summary>
    internal TimeSpan DelayBefore(int retry) => Backoff.Exponential(_options.BaseDelay, Multiplier, retry, _options.MaxDelay);

    /// <summary>The same, and not before the other side wants it (D12).</summary>
    private TimeSpan DelayBefore(int retry, Exception last)
    {
        var own = DelayBefore(retry);
        return Backoff.WholeMilliseconds(RetryAdvice.Of(last)?.RetryAfter is { } asked && asked > own ? asked : own); // timers cut off what is less
    }

    private bool GoesOn(int retries, Exception last) =>
        retries < _options.MaxRetries
        && !HopelessErrors.Includes(last)
        && RetryAdvice.Of(last) is var advice
        && advice?.CanRetry != false
        && !(advice?.RetryAfter > _options.MaxDelay);

    private FallbackFailedException Failed(int retries, Exception last, Exception originalError)
    {
        _counters.Failed(Name);
        return new FallbackFailedException(Name, $"{retries} {(retries == 1 ? "retry" : "retries")} failed", originalError, last);
    }
}
