using ErrorManagement.Policies;

namespace ErrorManagement.CircuitBreakers;

// How sets of options are copied and compared.
public sealed partial class CircuitBreakerOptions
{
    private static readonly Func<double> SharedRandom = System.Random.Shared.NextDouble;

    private CircuitBreakerOptions? _frozen;
    private WilsonBound? _bound;

    /// <summary>What judges results, in the order added.</summary>
    internal ResultJudge<CircuitVerdict>[] ResultJudges { get; private set; } = [];

    /// <summary>Where jitter comes from: 0 to 1.</summary>
    internal Func<double> Random { get; set; } = SharedRandom;

    /// <summary>Whether the rates have a window to look at.</summary>
    internal bool HasRate => FailureRateThreshold is not null || SlowCallRateThreshold is not null;

    /// <summary>The bound of <see cref="RateConfidence"/>; of frozen options only.</summary>
    internal WilsonBound? Bound => RateConfidence is { } confidence ? _bound ??= new WilsonBound(confidence) : null;

    /// <summary>The metrics level that applies: a slow-call rule measures durations in any case.</summary>
    internal CircuitMetricsLevel EffectiveMetrics => SlowCallRateThreshold is null ? Metrics : CircuitMetricsLevel.Durations;

    /// <summary>A copy that nobody changes any more. Breakers made with equal settings share it: hosts make breakers by the thousand.</summary>
    internal static CircuitBreakerOptions Freeze(CircuitBreakerOptions? options)
    {
        if (options is null || options.IsSameAs(Unchanged.Options))
        {
            return Unchanged.Options;
        }

        return options._frozen is { } known && options.IsSameAs(known) ? known : options._frozen = options.Copy();
    }

    private CircuitBreakerOptions Copy()
    {
        var copy = (CircuitBreakerOptions)MemberwiseClone();
        copy._frozen = null;
        copy.MonitoredExceptionTypes = MonitoredExceptionTypes.ToArray();
        copy.IgnoredExceptionTypes = IgnoredExceptionTypes.ToArray();
        copy._bound = null;
        return copy;
    }

    /// <summary>Whether two sets say the same: functions when they are of the same method and object, a pacing of the host by reference.</summary>
    internal bool IsSameAs(CircuitBreakerOptions other) =>
        FailureThreshold == other.FailureThreshold
        && Counting == other.Counting
        && FailureRateThreshold == other.FailureRateThreshold
        && SlowCallRateThreshold == other.SlowCallRateThreshold
        && SlowCallDuration == other.SlowCallDuration
        && MinimumThroughput == other.MinimumThroughput
        && RateConfidence == other.RateConfidence
        && SamplingDuration == other.SamplingDuration
        && SamplingCalls == other.SamplingCalls
        && BreakDuration == other.BreakDuration
        && BackoffMultiplier == other.BackoffMultiplier
        && MaxBreakDuration == other.MaxBreakDuration
        && BreakJitter == other.BreakJitter
        && BreakerPacing.AreSame(Pacing, other.Pacing)
        && SuccessThreshold == other.SuccessThreshold
        && TrialCalls == other.TrialCalls
        && HalfOpenMaxCalls == other.HalfOpenMaxCalls
        && HalfOpenTimeout == other.HalfOpenTimeout
        && AfterHalfOpenTimeout == other.AfterHalfOpenTimeout
        && RampDuration == other.RampDuration
        && RampStart == other.RampStart
        && InitialState == other.InitialState
        && InitialMode == other.InitialMode
        && Metrics == other.Metrics
        && DependencyErrorsOnly == other.DependencyErrorsOnly
        && JudgeException == other.JudgeException
        && ExpectedCallsPerMinute == other.ExpectedCallsPerMinute
        && OnTransitioned == other.OnTransitioned
        && OnThresholdExceeded == other.OnThresholdExceeded
        && MonitoredExceptionTypes.SequenceEqual(other.MonitoredExceptionTypes)
        && IgnoredExceptionTypes.SequenceEqual(other.IgnoredExceptionTypes)
        && Random == other.Random
        && ResultJudges.SequenceEqual(other.ResultJudges);

    // A type of its own, so that it is made after the values that its initializers need.
    private static class Unchanged
    {
        public static CircuitBreakerOptions Options { get; } = new();
    }
}
