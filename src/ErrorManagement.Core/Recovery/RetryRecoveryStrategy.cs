using ErrorManagement.Classification;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Recovery;

/// <summary>Runs the failed operation again, with growing delays: <see cref="RecoveryContext.Rerun"/>, and nothing else.</summary>
/// <remarks>
/// For transient and rate-limited failures, and for the HTTP statuses 429, 502, 503 and 504; never for fatal errors, the library's own rejections and what must not be
/// made twice. Without an operation to run it is not attempted, nor when the other side asks for a longer delay than the longest. When retrying ends on a failure,
/// that exception leaves, the same object, so that an attempt carries its message. Safe on any thread.
/// </remarks>
public sealed class RetryRecoveryStrategy : IRecoveryStrategy
{
    /// <summary>Its name.</summary>
    public const string StrategyName = "retry";

    private readonly RetryRecoveryOptions _options;
    private readonly IErrorClassifier _classifier;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a strategy.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="classifier">Says what the failure of a further run means; null for the built-in one.</param>
    /// <param name="timeProvider">Its timers; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public RetryRecoveryStrategy(RetryRecoveryOptions? options = null, IErrorClassifier? classifier = null, TimeProvider? timeProvider = null)
    {
        _options = options?.Copy() ?? new RetryRecoveryOptions();
        RetryRecoveryOptionsValidator.ThrowIfInvalid(_options);
        _classifier = classifier ?? ErrorClassifier.Default;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Name => StrategyName;

    /// <inheritdoc/>
    public bool IsShared => false; // each call has its own operation

    /// <inheritdoc/>
    public bool IsApplicable(Exception error, string layer, ErrorClassification verdict)
    {
        ArgumentNullException.ThrowIfNull(error);
        return verdict is { CanRetry: true, IsCallerCancellation: false, IsFatal: false }
            && !HopelessErrors.Includes(error)
            && (verdict.IsRetryable || verdict.Identity is { Kind: ErrorIdentityKind.HttpStatus, Number: 429 or 502 or 503 or 504 });
    }

    /// <inheritdoc/>
    public async ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Rerun is not { } rerun || _options.MaxRetries == 0)
        {
            return RecoveryOutcome.NotAttempted;
        }

        var delay = DelayBefore(0, context.Verdict ?? _classifier.Classify(context.Error, cancellationToken));
        if (delay is null)
        {
            return RecoveryOutcome.NotAttempted;
        }

        for (var retry = 0; ;)
        {
            await Task.Delay(Backoff.WholeMilliseconds(delay.Value), _timeProvider, cancellationToken).ConfigureAwait(false);
            try
            {
                await rerun(cancellationToken).ConfigureAwait(false);
                return RecoveryOutcome.Success;
            }
            catch (Exception e)
            {
                delay = ++retry < _options.MaxRetries && !cancellationToken.IsCancellationRequested ? DelayAfter(e, retry, context.Layer, cancellationToken) : null;
                if (delay is null)
                {
                    throw;
                }
            }
        }
    }

    private TimeSpan? DelayAfter(Exception failure, int retry, string layer, CancellationToken cancellationToken)
    {
        var verdict = _classifier.Classify(failure, cancellationToken);
        return IsApplicable(failure, layer, verdict) ? DelayBefore(retry, verdict) : null;
    }

    private TimeSpan? DelayBefore(int retry, in ErrorClassification verdict)
    {
        var own = Backoff.Exponential(_options.InitialDelay, _options.Multiplier, retry, _options.MaxDelay);
        return verdict.RetryAfter is not { } asked || asked <= own ? own : asked <= _options.MaxDelay ? asked : null;
    }
}
