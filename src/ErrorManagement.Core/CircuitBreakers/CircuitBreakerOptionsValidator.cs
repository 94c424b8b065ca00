using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Finds every mistake in <see cref="CircuitBreakerOptions"/> at once.</summary>
internal sealed class CircuitBreakerOptionsValidator : IValidateOptions<CircuitBreakerOptions>
{
    private const int MostTrials = 10_000;
    private const int MostSampledCalls = 100_000;
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, CircuitBreakerOptions options) => Find(name, options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(string name, CircuitBreakerOptions options) => Find(name, options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(string? name, CircuitBreakerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Circuit breaker", name);
        mistakes.Check(options.FailureThreshold >= 1, nameof(options.FailureThreshold), options.FailureThreshold, "at least 1");
        mistakes.Check(options.SuccessThreshold >= 1, nameof(options.SuccessThreshold), options.SuccessThreshold, "at least 1");
        mistakes.Check(options.HalfOpenMaxCalls is >= 1 and <= MostTrials, nameof(options.HalfOpenMaxCalls), options.HalfOpenMaxCalls, "1 to 10000, inclusive");
        mistakes.Check(options.MinimumThroughput >= 1, nameof(options.MinimumThroughput), options.MinimumThroughput, "at least 1");
        mistakes.Check(Enum.IsDefined(options.Counting), nameof(options.Counting), options.Counting, "Consecutive, Windowed or LastCalls");
        mistakes.Check(Enum.IsDefined(options.Metrics), nameof(options.Metrics), options.Metrics, "Minimal, Counts or Durations");
        mistakes.Check(options.FailureRateThreshold is null or (> 0 and <= 1), nameof(options.FailureRateThreshold), options.FailureRateThreshold, "null, or more than 0 and at most 1");
        mistakes.Check(options.SlowCallRateThreshold is null or (> 0 and <= 1), nameof(options.SlowCallRateThreshold), options.SlowCallRateThreshold, "null, or more than 0 and at most 1");
        mistakes.Check(options.SlowCallDuration > TimeSpan.Zero, nameof(options.SlowCallDuration), options.SlowCallDuration, "more than zero");
        mistakes.Check(options.RateConfidence is null or (> 0.5 and < 1), nameof(options.RateConfidence), options.RateConfidence, "null, or more than 0.5 and less than 1");
        mistakes.Check(options.SamplingCalls is >= 1 and <= MostSampledCalls, nameof(options.SamplingCalls), options.SamplingCalls, "1 to 100000, inclusive");
        mistakes.Check(options.SamplingDuration >= ShortestWindow && options.SamplingDuration <= LongestWindow, nameof(options.SamplingDuration), options.SamplingDuration, "10 ms to 1 day, inclusive");
        mistakes.Check(options.BreakDuration > TimeSpan.Zero, nameof(options.BreakDuration), options.BreakDuration, "more than zero");
        mistakes.Check(options.HalfOpenTimeout is null || options.HalfOpenTimeout > TimeSpan.Zero, nameof(options.HalfOpenTimeout), options.HalfOpenTimeout, "null, or more than zero");
        mistakes.Check(options.BackoffMultiplier is null or (>= 1 and < double.PositiveInfinity), nameof(options.BackoffMultiplier), options.BackoffMultiplier, "null, or at least 1 and finite");
        mistakes.Check(options.BreakJitter is >= 0 and <= 1, nameof(options.BreakJitter), options.BreakJitter, "0 to 1, inclusive");
        mistakes.Check(options.AfterHalfOpenTimeout is CircuitState.Open or CircuitState.Closed, nameof(options.AfterHalfOpenTimeout), options.AfterHalfOpenTimeout, "Open or Closed");
        mistakes.Check(options.RampDuration is null || options.RampDuration > TimeSpan.Zero, nameof(options.RampDuration), options.RampDuration, "null, or more than zero");
        mistakes.Check(options.RampStart is > 0 and < 1, nameof(options.RampStart), options.RampStart, "more than 0 and less than 1");
        mistakes.Check(options.InitialState is CircuitState.Open or CircuitState.Closed, nameof(options.InitialState), options.InitialState, "Closed or Open");
        mistakes.Check(Enum.IsDefined(options.InitialMode), nameof(options.InitialMode), options.InitialMode, "Automatic, Isolated, Disabled or MetricsOnly");
        mistakes.Check(options.ExpectedCallsPerMinute is null or (> 0 and < double.PositiveInfinity), nameof(options.ExpectedCallsPerMinute), options.ExpectedCallsPerMinute, "null, or more than zero and finite");
        if (options.TrialCalls is { } trials)
        {
            mistakes.Check(trials >= options.SuccessThreshold && trials <= MostTrials, nameof(options.TrialCalls), trials, $"null, or SuccessThreshold ({options.SuccessThreshold}) to 10000, inclusive");
        }

        if (options.BackoffMultiplier is not null && options.MaxBreakDuration < options.BreakDuration)
        {
            mistakes.Check(false, nameof(options.MaxBreakDuration), options.MaxBreakDuration, $"at least BreakDuration ({options.BreakDuration}) when BackoffMultiplier is set");
        }

        CheckTypes(options.MonitoredExceptionTypes, nameof(options.MonitoredExceptionTypes), ref mistakes);
        CheckTypes(options.IgnoredExceptionTypes, nameof(options.IgnoredExceptionTypes), ref mistakes);
        return mistakes;
    }

    private static void CheckTypes(IList<Type> types, string option, ref OptionMistakes mistakes)
    {
        foreach (var type in types)
        {
            mistakes.Check(type is not null && typeof(Exception).IsAssignableFrom(type), option, type, "types of exceptions without null entries");
        }
    }
}
