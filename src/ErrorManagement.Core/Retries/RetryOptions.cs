using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>Settings of a retry. Copied when a policy is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed partial class RetryOptions
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

    /// <summary>How many tries may follow the first, so that a call runs at most this + 1 times. Default 3; at least 0, inclusive: 0 tries once, and <see cref="int.MaxValue"/> tries without a limit.</summary>
    public int MaxRetries { get; set; } = DefaultMaxRetries;

    /// <summary>How delays grow. Default <see cref="RetryBackoff.Exponential"/>; must be one of the enumeration's values.</summary>
    public RetryBackoff Backoff { get; set; }

    /// <summary>The delay before the first retry. Default 1 s; at least zero, inclusive, and at most <see cref="MaxDelay"/>. Zero: no retry waits, and no timer is made.</summary>
    public TimeSpan InitialDelay { get; set; } = DefaultInitialDelay;

    /// <summary>By how much each delay grows: the one before retry n is <see cref="InitialDelay"/> times this to the power n - 1. Default 2.0; at least 1, inclusive, and finite. Without effect on the other kinds of delays.</summary>
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
    /// Draws the random numbers of delays, 0 to 1; for tests that want the same delays each time. Default null: the shared generator of the process.
    /// Called on the call's thread, maybe on several at once. What is outside of 0 to 1 or no number, and what it throws, is replaced by a number of that generator.
    /// </summary>
    public Func<double>? Randomizer { get; set; }

    /// <summary>
    /// The host's own delays: asked for each retry, once it is known that there is one left. Default null: the delays of <see cref="Backoff"/>.
    /// It answers with a delay, which <see cref="MaxDelay"/> caps; with zero for at once; with null, or any negative delay but the following one, for the computed delay;
    /// with <see cref="Timeout.InfiniteTimeSpan"/> to end retrying: the failure then leaves. A longer delay that the other side asks for goes before.
    /// Called on the call's thread, must be quick; when it throws, the computed delay holds.
    /// </summary>
    public Func<FailedAttempt, TimeSpan?>? DelayGenerator { get; set; }

    /// <summary>
    /// Plans for failures of single categories: how often and with which delays. Default empty: all as this policy has it. A category with a plan is retried even where the
    /// default rule would not, one whose plan says 0 retries is not, and one without a plan goes by the policy. No plan brings back what must not be repeated at all.
    /// Keys must be values of the enumeration; plans are copied with these settings and have bounds of their own.
    /// </summary>
    public Dictionary<ErrorCategory, RetryCategoryOptions> Categories { get; private set; } = [];

    /// <summary>
    /// The retries that may be made at all, shared with every policy that has the same budget. Default null: no such limit. A retry that it refuses is not made, and the failure leaves.
    /// </summary>
    public RetryBudget? Budget { get; set; }

    /// <summary>
    /// How long a try usually takes. Default null: nothing is known; else at least zero, inclusive. Where the caller's deadline is known, no retry begins
    /// whose delay and this do not fit into what is left of it: the failure leaves at once.
    /// </summary>
    public TimeSpan? ExpectedDuration { get; set; }

    /// <summary>
    /// Says whether a failure is worth another try; replaces the rule that transient and rate-limited ones are. Default null: that rule.
    /// Never asked about the caller's cancellation, fatal errors and the library's own rejections: those are not retried.
    /// Called on the call's thread, must be quick; for synchronous calls in an exception filter, while locks of the operation may still be held.
    /// When it throws, the call is not retried and the operation's own exception leaves.
    /// Asked about exceptions alone: results have judges of their own, see <see cref="JudgeResult{TResult}"/>.
    /// </summary>
    public Func<ErrorClassification, Exception, bool>? ShouldRetry { get; set; }

    /// <summary>
    /// Whether a rejection that says when a further try may make sense, such as an open breaker's, is retried then and not before. Default false: a rejection leaves at once;
    /// true and false are the only bounds. For background work that can wait: a rejection that asks for more than <see cref="MaxDelay"/> or the time left, and one of an isolated breaker, still leave at once.
    /// </summary>
    public bool RetryRejections { get; set; }

    /// <summary>
    /// Whether a call that ends on a result which still counts as a failure throws <see cref="RetriesExhaustedException"/>, or <see cref="RetryBudgetExhaustedException"/>
    /// when the budget ended it. Default false: the last result is returned; true and false are the only bounds. A call that ends on an exception lets out that one in any case.
    /// </summary>
    public bool ThrowOnFailedResult { get; set; }

    /// <summary>
    /// Told of each retry, in order, on another thread: it can neither change, delay nor break the call. What it throws is swallowed and counted.
    /// Default null: nobody is told. At most 1,024 events wait; more are dropped and counted in <see cref="RetryPolicy.DroppedEvents"/>.
    /// </summary>
    public Action<CallRetried>? OnRetry { get; set; }

    /// <summary>
    /// Told of each call of which at least one try failed, once it has ended, with all its tries; in the same way as <see cref="OnRetry"/>. Not told of calls that succeed at once.
    /// Default null: nobody is told.
    /// </summary>
    public Action<RetriesEnded>? OnEnded { get; set; }

    /// <summary>Whether a call that went well after at least one retry is reported to the sink: one Warning, flagged recovered, with the number of retries as <c>retry_count</c>. Default true. Without a sink it has no effect.</summary>
    public bool ReportRecovered { get; set; } = true;

    /// <summary>
    /// Whether a failure that leaves the policy is reported to the sink: one Warning with the number of retries really made as <c>retry_count</c>, at least 0.
    /// Default true. The caller's cancellation and the library's own rejections are not reported. Without a sink it has no effect.
    /// </summary>
    public bool ReportFailures { get; set; } = true;

    internal RetryOptions Copy()
    {
        var copy = (RetryOptions)MemberwiseClone();
        copy.Categories = Categories.ToDictionary(c => c.Key, c => c.Value?.Copy()!); // a plan that is null is told by the validator
        return copy;
    }
}
