using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Settings of a circuit breaker. Copied when a breaker is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed partial class CircuitBreakerOptions
{
    internal const int DefaultFailureThreshold = 5;
    internal const int DefaultSuccessThreshold = 2;
    internal const int DefaultHalfOpenMaxCalls = 3;
    internal const int DefaultMinimumThroughput = 10;
    internal const int DefaultSamplingCalls = 100;
    internal const double DefaultRampStart = 0.1;
    internal static readonly TimeSpan DefaultSlowCallDuration = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan DefaultBreakDuration = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan DefaultMaxBreakDuration = TimeSpan.FromSeconds(300);
    internal static readonly TimeSpan DefaultSamplingDuration = TimeSpan.FromSeconds(60);

    /// <summary>A new set with the Enhanced preset: windowed counting of 5 failures or a failure rate of 0.5 from 10 calls on in 60 s; 30 s break doubling to 300 s; 3 successes of 3 trials within 10 s; durations measured.</summary>
    public static CircuitBreakerOptions Enhanced => new CircuitBreakerOptions().UseEnhanced();

    /// <summary>How many failures open the circuit; <see cref="Counting"/> says which. Default 5; at least 1, inclusive.</summary>
    public int FailureThreshold { get; set; } = DefaultFailureThreshold;

    /// <summary>How <see cref="FailureThreshold"/> counts. Default <see cref="CircuitCounting.Consecutive"/>; must be one of the enumeration's values.</summary>
    public CircuitCounting Counting { get; set; }

    /// <summary>
    /// The share of failures among the calls of the window from which on (inclusive) the circuit opens, in addition to <see cref="FailureThreshold"/>.
    /// Default null: no such rule. More than 0, exclusive, and at most 1, inclusive. Judged when a call fails.
    /// </summary>
    public double? FailureRateThreshold { get; set; }

    /// <summary>
    /// The share of slow calls among the calls of the window from which on (inclusive) the circuit opens, in addition to the other rules. A call in flight that already
    /// runs longer than <see cref="SlowCallDuration"/> counts as slow at once, not when it ends. A slow trial counts as a failed one.
    /// Default null: no such rule, and slow calls are not looked for. More than 0, exclusive, and at most 1, inclusive. Durations are then measured, whatever <see cref="Metrics"/> says.
    /// </summary>
    public double? SlowCallRateThreshold { get; set; }

    /// <summary>From which duration on a call is slow: one that takes exactly this long is not. Default 60 s; more than zero, exclusive. Without <see cref="SlowCallRateThreshold"/> it has no effect.</summary>
    public TimeSpan SlowCallDuration { get; set; } = DefaultSlowCallDuration;

    /// <summary>How many calls the window must hold before the two rates apply. Default 10; at least 1, inclusive. Counting the last calls, never more than <see cref="SamplingCalls"/> are asked for. Without a rate it has no effect.</summary>
    public int MinimumThroughput { get; set; } = DefaultMinimumThroughput;

    /// <summary>
    /// How sure a rate must be: with a value, the lower bound of the one-sided Wilson score interval at this confidence is compared with the threshold, not the rate itself,
    /// so that three failures of four calls say less than three hundred of four hundred. For low traffic, together with a small <see cref="MinimumThroughput"/>.
    /// Default null: the rate itself. More than 0.5 and less than 1, both exclusive; 0.95 is usual.
    /// </summary>
    public double? RateConfidence { get; set; }

    /// <summary>
    /// The window of <see cref="CircuitCounting.Windowed"/>, and that of the rates unless the last calls are counted. Default 60 s; at least 10 ms and at most 1 day, inclusive.
    /// Kept in 64 to 128 slices, so that a call leaves it at most 1/32 of the window early; with the system's clock, which moves in steps of up to 16 ms, one such step more.
    /// </summary>
    public TimeSpan SamplingDuration { get; set; } = DefaultSamplingDuration;

    /// <summary>How many calls <see cref="CircuitCounting.LastCalls"/> looks back. Default 100; at least 1 and at most 100,000, inclusive. Without effect on other counting.</summary>
    public int SamplingCalls { get; set; } = DefaultSamplingCalls;

    /// <summary>How long the circuit stays open before trials begin. Default 60 s; more than zero, exclusive. Measured by elapsed time: setting the wall clock changes nothing.</summary>
    public TimeSpan BreakDuration { get; set; } = DefaultBreakDuration;

    /// <summary>By how much the break grows with each opening in a row: the k-th lasts BreakDuration times this to the power k-1. Default null: it does not grow. At least 1, inclusive. Closing starts anew.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>The longest break that <see cref="BackoffMultiplier"/> can make, before jitter. Default 300 s; not below <see cref="BreakDuration"/> when there is a multiplier, else without effect.</summary>
    public TimeSpan MaxBreakDuration { get; set; } = DefaultMaxBreakDuration;

    /// <summary>By which share of itself, at most, each break is prolonged at random, so that hosts that opened together do not come back together. Default 0: not at all. At least 0 and at most 1, inclusive. It never shortens a break.</summary>
    public double BreakJitter { get; set; }

    /// <summary>
    /// Says how long each break lasts, in place of <see cref="BreakDuration"/>, <see cref="BackoffMultiplier"/> and <see cref="BreakJitter"/>: <see cref="BreakerPacing"/> has ready ones,
    /// and <c>BreakerPacing.From(opening => ...)</c> takes a function. Default null: those three say it. The break after a half-open time-out is as long as the one before; breaks that begin by hand or with the breaker are not asked for.
    /// </summary>
    public IBreakerPacing? Pacing { get; set; }

    /// <summary>How many trials must succeed to close the circuit. Default 2; at least 1, inclusive. May be above <see cref="HalfOpenMaxCalls"/>, as trials follow one another.</summary>
    public int SuccessThreshold { get; set; } = DefaultSuccessThreshold;

    /// <summary>
    /// How many trials are judged together: the circuit closes with the <see cref="SuccessThreshold"/>-th success among them, and opens as soon as that can no longer be reached.
    /// Default null: the first failed trial opens it. Not below <see cref="SuccessThreshold"/> and at most 10,000, inclusive.
    /// </summary>
    public int? TrialCalls { get; set; }

    /// <summary>How many trials may be in flight at once. Default 3; at least 1 and at most 10,000, inclusive. A trial that has not ended after <see cref="BreakDuration"/> gives its place to the next; its success still counts, its failure no longer does.</summary>
    public int HalfOpenMaxCalls { get; set; } = DefaultHalfOpenMaxCalls;

    /// <summary>How long the trials may take to decide; then <see cref="AfterHalfOpenTimeout"/> says what follows. Default null: there is no such limit. More than zero, exclusive. A break that follows counts from that moment.</summary>
    public TimeSpan? HalfOpenTimeout { get; set; }

    /// <summary>What follows when the trials did not decide within <see cref="HalfOpenTimeout"/>. Default <see cref="CircuitState.Open"/>; Open or <see cref="CircuitState.Closed"/>.</summary>
    public CircuitState AfterHalfOpenTimeout { get; set; } = CircuitState.Open;

    /// <summary>
    /// How long a circuit that trials closed takes to let all calls through again: their share grows evenly from <see cref="RampStart"/> to all. The rules apply meanwhile, so it may open again.
    /// Default null: all at once. More than zero, exclusive.
    /// </summary>
    public TimeSpan? RampDuration { get; set; }

    /// <summary>The share of calls that <see cref="RampDuration"/> begins with. Default 0.1; more than 0 and less than 1, both exclusive. Without effect when there is no ramp.</summary>
    public double RampStart { get; set; } = DefaultRampStart;

    /// <summary>The state that the breaker begins in. Default <see cref="CircuitState.Closed"/>; Closed or <see cref="CircuitState.Open"/>, which lasts for one break (<see cref="BreakDuration"/> and its jitter). A mode other than automatic wins.</summary>
    public CircuitState InitialState { get; set; }

    /// <summary>The mode that the breaker begins in. Default <see cref="CircuitMode.Automatic"/>; must be one of the enumeration's values.</summary>
    public CircuitMode InitialMode { get; set; }

    /// <summary>How much is kept about calls. Default <see cref="CircuitMetricsLevel.Counts"/>; must be one of the enumeration's values.</summary>
    public CircuitMetricsLevel Metrics { get; set; } = CircuitMetricsLevel.Counts;

    /// <summary>The types of exceptions, with those derived from them, that count as failures; a type in neither list is then neutral. Default empty, which means all. No null entries; each must be a type of exception.</summary>
    public IList<Type> MonitoredExceptionTypes { get; private set; } = [];

    /// <summary>The types of exceptions, with those derived from them, that are neutral: neither success nor failure. They win over <see cref="MonitoredExceptionTypes"/>. Default empty, which means none. No null entries; each must be a type of exception.</summary>
    public IList<Type> IgnoredExceptionTypes { get; private set; } = [];

    /// <summary>Whether errors of category <see cref="ErrorCategory.DataValidation"/> are neutral, so that callers' bad requests cannot open the circuit. Default false: they count; true and false are the only bounds.</summary>
    public bool DependencyErrorsOnly { get; set; }

    /// <summary>
    /// Says what an exception means, before any other rule; null from it leaves it to them. Never asked about the caller's own cancellation. Default null: the other rules say it.
    /// Called on the call's thread, must be quick; for calls that are awaited or synchronous in an exception filter, while locks of the operation may still be held.
    /// When it throws, the other rules apply, and the failure is counted: it can change neither the call nor block a recovery.
    /// </summary>
    public Func<Exception, ErrorClassification, CircuitVerdict?>? JudgeException { get; set; }

    /// <summary>
    /// How many calls a minute the host expects to make through the breaker. Default null: not known. More than zero, exclusive, and finite.
    /// Changes nothing; the check of settings at start warns with it when the other settings cannot work at such a rate.
    /// </summary>
    public double? ExpectedCallsPerMinute { get; set; }

    /// <summary>
    /// Told of every transition, in order, one at a time, after the fact and away from the call that caused it. Default null: nobody is told.
    /// What it throws is swallowed and counted; however slow it is, no call waits for it.
    /// </summary>
    public Action<CircuitTransitioned>? OnTransitioned { get; set; }

    /// <summary>
    /// Says what results of a type mean; without it every result is a success. Several types share one circuit, the first that fits a result judges it.
    /// Called on the call's thread after the operation, must be quick. When it throws, the result counts as a success, and the failure is counted; the caller gets its result in any case.
    /// </summary>
    /// <typeparam name="TResult">The type of results, with those derived from it, and with null where the type has it.</typeparam>
    /// <param name="judge">Gives the verdict.</param>
    /// <returns>This set.</returns>
    public CircuitBreakerOptions JudgeResult<TResult>(Func<TResult, CircuitVerdict> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ResultJudges = [.. ResultJudges, new TypedResultJudge<TResult, CircuitVerdict>(judge)];
        return this;
    }

    /// <summary>
    /// Told when a breaker in mode <see cref="CircuitMode.MetricsOnly"/> would have opened, once for each rule until the mode is left; in the same way as <see cref="OnTransitioned"/>.
    /// Default null: nobody is told.
    /// </summary>
    public Action<CircuitThresholdExceeded>? OnThresholdExceeded { get; set; }

    /// <summary>Changes this set to the preset of <see cref="Enhanced"/>; what the preset does not name stays as it is. For <c>AddCircuitBreaker("payments", o => o.UseEnhanced())</c>.</summary>
    /// <returns>This set.</returns>
    public CircuitBreakerOptions UseEnhanced()
    {
        Counting = CircuitCounting.Windowed;
        FailureThreshold = 5;
        SuccessThreshold = 3;
        BreakDuration = TimeSpan.FromSeconds(30);
        HalfOpenMaxCalls = 3;
        FailureRateThreshold = 0.5;
        MinimumThroughput = 10;
        SamplingDuration = TimeSpan.FromSeconds(60);
        HalfOpenTimeout = TimeSpan.FromSeconds(10);
        BackoffMultiplier = 2.0;
        MaxBreakDuration = TimeSpan.FromSeconds(300);
        Metrics = CircuitMetricsLevel.Durations;
        return this;
    }
}
