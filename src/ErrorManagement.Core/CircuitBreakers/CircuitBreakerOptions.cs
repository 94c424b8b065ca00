namespace ErrorManagement.CircuitBreakers;

/// <summary>Settings of a circuit breaker. Copied when a breaker is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class CircuitBreakerOptions
{
    internal const int DefaultFailureThreshold = 5;
    internal const int DefaultSuccessThreshold = 2;
    internal const int DefaultHalfOpenMaxCalls = 3;
    internal const int DefaultMinimumThroughput = 10;
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
    /// The share of failures among the calls inside <see cref="SamplingDuration"/> from which on (inclusive) the circuit opens, in addition to <see cref="FailureThreshold"/>.
    /// Default null: no such rule. More than 0, exclusive, and at most 1, inclusive. Judged when a call fails.
    /// </summary>
    public double? FailureRateThreshold { get; set; }

    /// <summary>How many calls the window must hold before <see cref="FailureRateThreshold"/> applies. Default 10; at least 1, inclusive. Without that rule it has no effect.</summary>
    public int MinimumThroughput { get; set; } = DefaultMinimumThroughput;

    /// <summary>
    /// The window of <see cref="CircuitCounting.Windowed"/> and of <see cref="FailureRateThreshold"/>. Default 60 s; at least 10 ms and at most 1 day, inclusive.
    /// Kept in 64 to 128 slices, so that a call leaves it at most 1/32 of the window early.
    /// </summary>
    public TimeSpan SamplingDuration { get; set; } = DefaultSamplingDuration;

    /// <summary>How long the circuit stays open before trials begin. Default 60 s; more than zero, exclusive. Measured by elapsed time: setting the wall clock changes nothing.</summary>
    public TimeSpan BreakDuration { get; set; } = DefaultBreakDuration;

    /// <summary>By how much the break grows with each opening in a row: the k-th lasts BreakDuration times this to the power k-1. Default null: it does not grow. At least 1, inclusive. Closing starts anew.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>The longest break that <see cref="BackoffMultiplier"/> can make. Default 300 s; not below <see cref="BreakDuration"/> when there is a multiplier, else without effect.</summary>
    public TimeSpan MaxBreakDuration { get; set; } = DefaultMaxBreakDuration;

    /// <summary>How many trials must succeed to close the circuit. Default 2; at least 1, inclusive. May be above <see cref="HalfOpenMaxCalls"/>, as trials follow one another.</summary>
    public int SuccessThreshold { get; set; } = DefaultSuccessThreshold;

    /// <summary>How many trials may be in flight at once. Default 3; at least 1 and at most 10,000, inclusive. A trial that has not ended after <see cref="BreakDuration"/> gives its place to the next; its success still counts, its failure no longer does.</summary>
    public int HalfOpenMaxCalls { get; set; } = DefaultHalfOpenMaxCalls;

    /// <summary>How long the trials may take to decide; then the circuit opens again. Default null: there is no such limit. More than zero, exclusive. The break that follows counts from that moment.</summary>
    public TimeSpan? HalfOpenTimeout { get; set; }

    /// <summary>How much is kept about calls. Default <see cref="CircuitMetricsLevel.Counts"/>; must be one of the enumeration's values.</summary>
    public CircuitMetricsLevel Metrics { get; set; } = CircuitMetricsLevel.Counts;

    /// <summary>The types of exceptions, with those derived from them, that count as failures; a type in neither list is then neutral. Default empty, which means all. No null entries; each must be a type of exception.</summary>
    public IList<Type> MonitoredExceptionTypes { get; } = [];

    /// <summary>The types of exceptions, with those derived from them, that are neutral: neither success nor failure. They win over <see cref="MonitoredExceptionTypes"/>. Default empty, which means none. No null entries; each must be a type of exception.</summary>
    public IList<Type> IgnoredExceptionTypes { get; } = [];

    /// <summary>Whether errors of category <see cref="ErrorCategory.DataValidation"/> are neutral, so that callers' bad requests cannot open the circuit. Default false: they count; true and false are the only bounds.</summary>
    public bool DependencyErrorsOnly { get; set; }

    /// <summary>
    /// Told of every transition, in order, one at a time, after the fact and away from the call that caused it. Default null: nobody is told.
    /// What it throws is swallowed and counted; however slow it is, no call waits for it.
    /// </summary>
    public Action<CircuitTransitioned>? OnTransitioned { get; set; }

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

    internal CircuitBreakerOptions Copy()
    {
        var copy = new CircuitBreakerOptions
        {
            FailureThreshold = FailureThreshold,
            Counting = Counting,
            FailureRateThreshold = FailureRateThreshold,
            MinimumThroughput = MinimumThroughput,
            SamplingDuration = SamplingDuration,
            BreakDuration = BreakDuration,
            BackoffMultiplier = BackoffMultiplier,
            MaxBreakDuration = MaxBreakDuration,
            SuccessThreshold = SuccessThreshold,
            HalfOpenMaxCalls = HalfOpenMaxCalls,
            HalfOpenTimeout = HalfOpenTimeout,
            Metrics = Metrics,
            DependencyErrorsOnly = DependencyErrorsOnly,
            OnTransitioned = OnTransitioned,
        };
        CopyTypes(MonitoredExceptionTypes, copy.MonitoredExceptionTypes);
        CopyTypes(IgnoredExceptionTypes, copy.IgnoredExceptionTypes);
        return copy;

        static void CopyTypes(IList<Type> from, IList<Type> to)
        {
            foreach (var type in from)
            {
                to.Add(type);
            }
        }
    }

    /// <summary>Whether two sets say the same, callbacks by reference.</summary>
    internal bool IsSameAs(CircuitBreakerOptions other) =>
        FailureThreshold == other.FailureThreshold
        && Counting == other.Counting
        && FailureRateThreshold == other.FailureRateThreshold
        && MinimumThroughput == other.MinimumThroughput
        && SamplingDuration == other.SamplingDuration
        && BreakDuration == other.BreakDuration
        && BackoffMultiplier == other.BackoffMultiplier
        && MaxBreakDuration == other.MaxBreakDuration
        && SuccessThreshold == other.SuccessThreshold
        && HalfOpenMaxCalls == other.HalfOpenMaxCalls
        && HalfOpenTimeout == other.HalfOpenTimeout
        && Metrics == other.Metrics
        && DependencyErrorsOnly == other.DependencyErrorsOnly
        && OnTransitioned == other.OnTransitioned
        && MonitoredExceptionTypes.SequenceEqual(other.MonitoredExceptionTypes)
        && IgnoredExceptionTypes.SequenceEqual(other.IgnoredExceptionTypes);
}
