using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Finds every mistake in <see cref="CircuitBreakerOptions"/> at once.</summary>
internal sealed class CircuitBreakerOptionsValidator : IValidateOptions<CircuitBreakerOptions>
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);
    private const int MostTrials = 10_000;

    public ValidateOptionsResult Validate(string? name, CircuitBreakerOptions options)
    {
        var mistakes = Find(name, options);
        return mistakes is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(string name, CircuitBreakerOptions options)
    {
        var mistakes = Find(name, options);
        if (mistakes is not null)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static List<string>? Find(string? name, CircuitBreakerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string>? found = null; // most options have no mistake, and hosts make breakers by the thousand
        Check(options.FailureThreshold >= 1, nameof(options.FailureThreshold), options.FailureThreshold, "at least 1");
        Check(options.SuccessThreshold >= 1, nameof(options.SuccessThreshold), options.SuccessThreshold, "at least 1");
        Check(options.HalfOpenMaxCalls is >= 1 and <= MostTrials, nameof(options.HalfOpenMaxCalls), options.HalfOpenMaxCalls, "1 to 10000, inclusive");
        Check(options.MinimumThroughput >= 1, nameof(options.MinimumThroughput), options.MinimumThroughput, "at least 1");
        Check(Enum.IsDefined(options.Counting), nameof(options.Counting), options.Counting, "Consecutive or Windowed");
        Check(Enum.IsDefined(options.Metrics), nameof(options.Metrics), options.Metrics, "Minimal, Counts or Durations");
        Check(options.FailureRateThreshold is null or (> 0 and <= 1), nameof(options.FailureRateThreshold), options.FailureRateThreshold, "null, or more than 0 and at most 1");
        Check(options.SamplingDuration >= ShortestWindow && options.SamplingDuration <= LongestWindow, nameof(options.SamplingDuration), options.SamplingDuration, "10 ms to 1 day, inclusive");
        Check(options.BreakDuration > TimeSpan.Zero, nameof(options.BreakDuration), options.BreakDuration, "more than zero");
        Check(options.HalfOpenTimeout is null || options.HalfOpenTimeout > TimeSpan.Zero, nameof(options.HalfOpenTimeout), options.HalfOpenTimeout, "null, or more than zero");
        Check(options.BackoffMultiplier is null or (>= 1 and < double.PositiveInfinity), nameof(options.BackoffMultiplier), options.BackoffMultiplier, "null, or at least 1 and finite");
        if (options.BackoffMultiplier is not null && options.MaxBreakDuration < options.BreakDuration)
        {
            Check(false, nameof(options.MaxBreakDuration), options.MaxBreakDuration, $"at least BreakDuration ({options.BreakDuration}) when BackoffMultiplier is set");
        }

        CheckTypes(options.MonitoredExceptionTypes, nameof(options.MonitoredExceptionTypes));
        CheckTypes(options.IgnoredExceptionTypes, nameof(options.IgnoredExceptionTypes));
        return found;

        void Check<T>(bool holds, string option, T value, string bound)
        {
            if (!holds)
            {
                var breaker = string.IsNullOrEmpty(name) ? "Circuit breaker" : $"Circuit breaker '{name}'";
                (found ??= []).Add(string.Create(CultureInfo.InvariantCulture, $"{breaker}: {option} must be {bound}; it is {(value is null ? "null" : value)}."));
            }
        }

        void CheckTypes(IList<Type> types, string option)
        {
            foreach (var type in types)
            {
                Check(type is not null && typeof(Exception).IsAssignableFrom(type), option, type, "types of exceptions without null entries");
            }
        }
    }
}
