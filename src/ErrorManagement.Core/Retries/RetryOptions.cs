using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>Settings of a retry. Copied when a policy is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class RetryOptions
{
    internal const string DefaultName = "retry";
    internal const string DefaultComponent = "unknown";
    internal const int DefaultMaxRetries = 3;
    internal const double DefaultMultiplier = 2.0;
    internal static readonly TimeSpan DefaultInitialDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(60);

    /// <summary>The name that events and reports carry. Default <c>retry</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>The part of the host under which recovered and final failures are reported. Default <c>unknown</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Component { get; set; } = DefaultComponent;

    /// <summary>How many tries may follow the first, so that a call runs at most this + 1 times. Default 3; at least 0, inclusive: 0 tries once.</summary>
    public int MaxRetries { get; set; } = DefaultMaxRetries;

    /// <summary>How delays grow. Default <see cref="RetryBackoff.Exponential"/>; must be one of the enumeration's values.</summary>
    public RetryBackoff Backoff { get; set; }

    /// <summary>The delay before the first retry. Default 1 s; at least zero, inclusive, and at most <see cref="MaxDelay"/>. Zero: no retry waits, and no timer is made.</summary>
    public TimeSpan InitialDelay { get; set; } = DefaultInitialDelay;

    /// <summary>By how much each delay grows: the one before retry n is <see cref="InitialDelay"/> times this to the power n - 1. Default 2.0; at least 1, inclusive, and finite. Without effect on constant delays.</summary>
    public double Multiplier { get; set; } = DefaultMultiplier;

    /// <summary>
    /// The longest delay, jitter included. Default 60 s; at least zero and at most 24 days, inclusive. A delay that the other side asks for
    /// (Retry-After) is never shortened: when it is longer than this, retrying ends and the failure leaves.
    /// </summary>
    public TimeSpan MaxDelay { get; set; } = DefaultMaxDelay;

    /// <summary>
    /// The time after which no retry begins, counted from the start of the call. Default null: no such limit; else more than zero, exclusive. An own
    /// delay that would pass it is shortened to what is left; a delay that the other side asks for is not: retrying ends.
    /// A try that runs is not stopped: put a time-out around the retry for that.
    /// </summary>
    public TimeSpan? MaxDuration { get; set; }

    /// <summary>
    /// Whether own delays are spread evenly between 75 % and 125 % of themselves, both inclusive and never above <see cref="MaxDelay"/>, so that callers that
    /// failed together do not come back together. Default false: delays are exact. Delays that the other side asks for are not spread.
    /// </summary>
    public bool Jitter { get; set; }

    /// <summary>
    /// Says whether a failure is worth another try; replaces the rule that transient and rate-limited ones are. Default null: that rule.
    /// Never asked about the caller's cancellation, fatal errors and the library's own rejections: those are not retried.
    /// Called on the call's thread, must be quick; for synchronous calls in an exception filter, while locks of the operation may still be held.
    /// When it throws, the call is not retried and the operation's own exception leaves.
    /// </summary>
    public Func<ErrorClassification, Exception, bool>? ShouldRetry { get; set; }

    /// <summary>
    /// Told of each retry, in order, on another thread: it can neither change, delay nor break the call. What it throws is swallowed and counted.
    /// Default null: nobody is told. At most 1,024 events wait; more are dropped and counted in <see cref="RetryPolicy.DroppedEvents"/>.
    /// </summary>
    public Action<CallRetried>? OnRetry { get; set; }

    /// <summary>Whether a call that went well after at least one retry is reported to the sink: one Warning, flagged recovered, with the number of retries as <c>retry_count</c>. Default true. Without a sink it has no effect.</summary>
    public bool ReportRecovered { get; set; } = true;

    /// <summary>
    /// Whether a failure that leaves the policy is reported to the sink: one Warning with the number of retries really made as <c>retry_count</c>, at least 0.
    /// Default true. The caller's cancellation and the library's own rejections are not reported. Without a sink it has no effect.
    /// </summary>
    public bool ReportFailures { get; set; } = true;

    internal RetryOptions Copy() => (RetryOptions)MemberwiseClone();
}
