using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>What a retry policy and its runs share.</summary>
internal sealed class RetrySettings(RetryOptions options, IErrorClassifier classifier, TimeProvider timeProvider, IErrorSink? sink, RetryInstruments instruments)
{
    private readonly RetryRules _own = RetryRules.Of(options, plan: null);

    private readonly Dictionary<ErrorCategory, RetryRules> _planned = options.Categories.ToDictionary(c => c.Key, c => RetryRules.Of(options, c.Value));

    public RetryOptions Options { get; } = options;

    public IErrorClassifier Classifier { get; } = classifier;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public MonotonicClock Clock { get; } = new(timeProvider);

    public IErrorSink? Sink { get; } = sink;

    public RetryInstruments Instruments { get; } = instruments;

    /// <summary>Tells failed results; null when every result is a success.</summary>
    public FailedResults? Results { get; } = options.ResultJudges.Length == 0 ? null : new FailedResults(options.ResultJudges, options.ResultDiscards);

    public OrderedCallbacks<CallRetried>? OnRetry { get; } = options.OnRetry is { } callback ? new OrderedCallbacks<CallRetried>(callback) : null;

    public OrderedCallbacks<RetriesEnded>? OnEnded { get; } = options.OnEnded is { } callback ? new OrderedCallbacks<RetriesEnded>(callback) : null;

    /// <summary>The rules for failures of a category.</summary>
    public RetryRules RulesOf(ErrorCategory category) => _planned.GetValueOrDefault(category, _own);

    /// <summary>A number from 0 to 1 for random delays; 0 where none are.</summary>
#pragma warning disable CA5394 // spreading callers in time needs no secrecy
    public double Random(RetryRules rules)
    {
        if (!rules.Jitter && rules.Backoff != RetryBackoff.DecorrelatedJitter)
        {
            return 0;
        }

        try
        {
            if (Options.Randomizer?.Invoke() is { } drawn and >= 0 and <= 1)
            {
                return drawn;
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }

        return System.Random.Shared.NextDouble();
    }
#pragma warning restore CA5394

    /// <summary>The delay of the host's own function; null when there is none, or when it throws.</summary>
    public TimeSpan? Generate(in FailedAttempt failed)
    {
        try
        {
            return Options.DelayGenerator?.Invoke(failed);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return null;
        }
    }
}
