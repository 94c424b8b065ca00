using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>Random settings for random schedules: small numbers, so that everything happens often.</summary>
internal static class BreakerSettings
{
    public static CircuitBreakerOptions Draw(Random random, TimeSpan step, out Func<int, TimeSpan?>? pacing)
    {
        var options = new CircuitBreakerOptions
        {
            FailureThreshold = random.Next(1, 5),
            Counting = (CircuitCounting)random.Next(3),
            FailureRateThreshold = Sometimes(random, 0.3, random.Next(1, 3) * 0.5),
            SlowCallRateThreshold = Sometimes(random, 0.25, random.Next(1, 3) * 0.5),
            SlowCallDuration = 16 * step,
            MinimumThroughput = random.Next(1, 6),
            SamplingDuration = TimeSpan.FromDays(1),
            SamplingCalls = random.Next(2, 9),
            BreakDuration = random.Next(5, 31) * step,
            BackoffMultiplier = Sometimes(random, 0.5, 1 + (random.Next(3) * 0.5)),
            MaxBreakDuration = 60 * step,
            SuccessThreshold = random.Next(1, 5),
            HalfOpenMaxCalls = random.Next(1, 5),
            HalfOpenTimeout = Sometimes(random, 0.5, random.Next(5, 40) * step),
            AfterHalfOpenTimeout = (CircuitState)random.Next(2),
            RampDuration = Sometimes(random, 0.4, 16 * step),
            RampStart = random.Next(1, 4) * 0.25,
            InitialState = (CircuitState)(random.Next(10) / 9),
            InitialMode = random.Next(10) == 0 ? (CircuitMode)random.Next(4) : CircuitMode.Automatic,
            Metrics = (CircuitMetricsLevel)random.Next(3),
        };
        options.TrialCalls = Sometimes(random, 0.5, options.SuccessThreshold + random.Next(4));
        pacing = null;
        if (random.Next(4) == 0)
        {
            TimeSpan? Length(int opening) => opening % 3 == 0 ? null : opening * 7 * step;
            options.Pacing = BreakerPacing.From(opening => Length(opening.OpeningsInARow) ?? throw new InvalidCastException("the host's pacing fails"));
            pacing = Length;
        }

        BreakerCallInFlight.Configure(options);
        return options;
    }

    /// <summary>Other thresholds and lengths, as a reload brings them. Which rules there are stays, and so does what a period takes over when it begins.</summary>
    public static void Change(CircuitBreakerOptions options, Random random, TimeSpan step)
    {
        options.FailureThreshold = random.Next(1, 5);
        options.FailureRateThreshold = options.FailureRateThreshold is null ? null : random.Next(1, 3) * 0.5;
        options.SlowCallRateThreshold = options.SlowCallRateThreshold is null ? null : random.Next(1, 3) * 0.5;
        options.MinimumThroughput = random.Next(1, 6);
        options.SamplingDuration = TimeSpan.FromHours(random.Next(12, 25));
        options.SamplingCalls = random.Next(2, 9);
        options.BreakDuration = random.Next(5, 31) * step;
        options.BackoffMultiplier = Sometimes(random, 0.5, 1 + (random.Next(3) * 0.5));
        options.SuccessThreshold = random.Next(1, 5);
        options.TrialCalls = Sometimes(random, 0.5, options.SuccessThreshold + random.Next(4));
        options.HalfOpenMaxCalls = random.Next(1, 5);
        options.AfterHalfOpenTimeout = (CircuitState)random.Next(2);
        options.Metrics = options.Metrics == CircuitMetricsLevel.Minimal ? CircuitMetricsLevel.Minimal : (CircuitMetricsLevel)random.Next(1, 3);
    }

    /// <summary>The settings that are not the defaults, in one line.</summary>
    public static string Describe(CircuitBreakerOptions options)
    {
        var plain = new CircuitBreakerOptions();
        return string.Join(", ", typeof(CircuitBreakerOptions).GetProperties()
            .Where(p => p.CanWrite && p.PropertyType != typeof(IList<Type>) && !Equals(p.GetValue(options), p.GetValue(plain)))
            .Select(p => $"{p.Name} = {p.GetValue(options)}"));
    }

    private static T? Sometimes<T>(Random random, double share, T value)
        where T : struct => random.NextDouble() < share ? value : null;
}
