using ErrorManagement.Classification;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>What a retry policy and its runs share.</summary>
internal sealed class RetrySettings(RetryOptions options, IErrorClassifier classifier, TimeProvider timeProvider, IErrorSink? sink, RetryInstruments instruments)
{
    public RetryOptions Options { get; } = options;

    public IErrorClassifier Classifier { get; } = classifier;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public MonotonicClock Clock { get; } = new(timeProvider);

    public IErrorSink? Sink { get; } = sink;

    public RetryInstruments Instruments { get; } = instruments;

    public OrderedCallbacks<CallRetried>? OnRetry { get; } = options.OnRetry is { } callback ? new OrderedCallbacks<CallRetried>(callback) : null;

    /// <summary>A number from 0 to below 1 for the jitter; 0 when there is none.</summary>
#pragma warning disable CA5394 // spreading callers in time needs no secrecy
    public double Random() => Options.Jitter ? System.Random.Shared.NextDouble() : 0;
#pragma warning restore CA5394
}
