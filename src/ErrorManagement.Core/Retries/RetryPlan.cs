using ErrorManagement.Classification;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>Decides whether and when the next try begins. Pure: no clock, no randomness of its own.</summary>
internal static class RetryPlan
{
    /// <summary>The delay before the next retry, or null when retrying ends; without a delay function, a deadline or a budget.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="retries">How many retries were made, from 0.</param>
    /// <param name="verdict">What the failure of the last try means; whether its kind is worth a retry has been decided.</param>
    /// <param name="elapsed">How long the call has taken.</param>
    /// <param name="random">A random number, 0 to 1, used with jitter only.</param>
    public static TimeSpan? NextDelay(RetryOptions options, int retries, in ErrorClassification verdict, TimeSpan elapsed, double random)
    {
        var rules = RetryRules.Of(options, verdict.Category);
        if (WhetherAny(options, rules, retries, verdict, elapsed) != RetryDecision.Retried)
        {
            return null;
        }

        var step = Next(options, rules, verdict, ComputedDelay(rules, retries, rules.InitialDelay, random), generated: null, elapsed, deadlineLeft: null);
        return step.GoesOn ? step.Delay : null;
    }

    /// <summary>Whether there is a try left at all, whatever its delay: <see cref="RetryDecision.Retried"/>, or why there is none.</summary>
    /// <param name="options">The settings of the policy.</param>
    /// <param name="rules">Those of the failure's category.</param>
    /// <param name="retries">How many retries were made, from 0.</param>
    /// <param name="verdict">What the failure means.</param>
    /// <param name="elapsed">How long the call has taken.</param>
    public static RetryDecision WhetherAny(RetryOptions options, RetryRules rules, int retries, in ErrorClassification verdict, TimeSpan elapsed)
    {
        // The count of retries stays at the highest number there is, so that this one has to stand for no limit.
        if (retries >= rules.MaxRetries && rules.MaxRetries != int.MaxValue)
        {
            return RetryDecision.Exhausted;
        }

        if (options.MaxDuration is { } duration && elapsed >= duration)
        {
            return RetryDecision.OutOfTime;
        }

        return verdict.RetryAfter > rules.MaxDelay ? RetryDecision.DelayTooLong : RetryDecision.Retried;
    }

    /// <summary>The delay that the settings give, within zero and the cap.</summary>
    /// <param name="rules">The settings of the failure's category.</param>
    /// <param name="retries">How many retries were made, from 0.</param>
    /// <param name="previous">The delay computed before; anything below the initial delay when there was none.</param>
    /// <param name="random">A random number, 0 to 1, used where delays are random only.</param>
    public static TimeSpan ComputedDelay(RetryRules rules, int retries, TimeSpan previous, double random)
    {
        var delay = rules.Backoff switch
        {
            RetryBackoff.Constant => rules.InitialDelay,
            RetryBackoff.Linear => Backoff.Linear(rules.InitialDelay, retries + 1L, rules.MaxDelay),
            RetryBackoff.DecorrelatedJitter => Backoff.Decorrelated(rules.InitialDelay, previous, random, rules.MaxDelay),
            _ => Backoff.Exponential(rules.InitialDelay, rules.Multiplier, retries, rules.MaxDelay),
        };
        return rules.Jitter && rules.Backoff != RetryBackoff.DecorrelatedJitter ? Backoff.Jitter(delay, random, rules.MaxDelay) : delay;
    }

    /// <summary>What follows, once it is known that there is a try left.</summary>
    /// <param name="options">The settings of the policy.</param>
    /// <param name="rules">Those of the failure's category.</param>
    /// <param name="verdict">What the failure means.</param>
    /// <param name="computed">The delay that the settings give.</param>
    /// <param name="generated">The delay that the host's own function gives; null or negative leaves it at the computed one, <see cref="Timeout.InfiniteTimeSpan"/> ends retrying.</param>
    /// <param name="elapsed">How long the call has taken.</param>
    /// <param name="deadlineLeft">How much time the caller has left; null when that is not known.</param>
    public static RetryStep Next(RetryOptions options, RetryRules rules, in ErrorClassification verdict, TimeSpan computed, TimeSpan? generated, TimeSpan elapsed, TimeSpan? deadlineLeft)
    {
        if (generated == Timeout.InfiniteTimeSpan)
        {
            return new RetryStep(RetryDecision.Stopped);
        }

        TimeSpan? own = generated is { Ticks: >= 0 } chosen ? (chosen < rules.MaxDelay ? chosen : rules.MaxDelay) : null;
        var left = options.MaxDuration is { } duration ? duration - elapsed : TimeSpan.MaxValue;
        TimeSpan delay;
        if (verdict.RetryAfter is { } retryAfter)
        {
            // Never shortened (D12): coming back early is what the other side asked not to do. A function of the host's may wait longer.
            var asked = retryAfter > TimeSpan.Zero ? retryAfter : TimeSpan.Zero;
            delay = own > asked ? own.Value : asked;
            if (asked >= left)
            {
                return new RetryStep(RetryDecision.OutOfTime);
            }
        }
        else
        {
            delay = own ?? computed;
        }

        delay = delay < left ? delay : left;
        return deadlineLeft is { } deadline && !Fits(delay, options.ExpectedDuration ?? TimeSpan.Zero, deadline)
            ? new RetryStep(RetryDecision.OutOfTime)
            : new RetryStep(RetryDecision.Retried, delay);
    }

    // A try that would begin in the moment of the deadline comes too late. Neither is negative, and the sum may be more than there is.
    private static bool Fits(TimeSpan delay, TimeSpan expected, TimeSpan left) => delay < left && expected <= left - delay;
}
