using ErrorManagement.Classification;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>Decides whether and when the next try begins. Pure: no clock, no randomness of its own.</summary>
internal static class RetryPlan
{
    /// <summary>The delay before the next retry, or null when retrying ends.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="retries">How many retries were made, from 0.</param>
    /// <param name="verdict">What the failure of the last try means; whether its kind is worth a retry has been decided.</param>
    /// <param name="elapsed">How long the call has taken.</param>
    /// <param name="random">A random number, 0 to 1, used with jitter only.</param>
    public static TimeSpan? NextDelay(RetryOptions options, int retries, in ErrorClassification verdict, TimeSpan elapsed, double random)
    {
        if (retries >= options.MaxRetries)
        {
            return null;
        }

        var left = options.MaxDuration is { } duration ? duration - elapsed : TimeSpan.MaxValue;
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        if (verdict.RetryAfter is { } asked)
        {
            // Never shortened (D12): coming back early is what the other side asked not to do.
            return asked <= options.MaxDelay && asked < left ? TimeSpan.FromTicks(Math.Max(0, asked.Ticks)) : null;
        }

        var own = options.Backoff == RetryBackoff.Constant
            ? options.InitialDelay
            : Backoff.Exponential(options.InitialDelay, options.Multiplier, retries, options.MaxDelay);
        if (options.Jitter)
        {
            own = Backoff.Jitter(own, random, options.MaxDelay);
        }

        return own < left ? own : left;
    }
}
