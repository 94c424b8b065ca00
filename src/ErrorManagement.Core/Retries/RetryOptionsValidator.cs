using System.Globalization;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Retries;

/// <summary>Finds every mistake in <see cref="RetryOptions"/> at once.</summary>
internal sealed class RetryOptionsValidator : IValidateOptions<RetryOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24);

    private static readonly string Backoffs = string.Join(", ", Enum.GetNames<RetryBackoff>()[..^1]) + " or " + Enum.GetNames<RetryBackoff>()[^1];

    public ValidateOptionsResult Validate(string? name, RetryOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RetryOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(RetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Retry", options.Name);
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Component), nameof(options.Component), options.Component, "a name that is not blank");
        mistakes.Check(options.MaxRetries >= 0, nameof(options.MaxRetries), options.MaxRetries, "at least 0");
        mistakes.Check(Enum.IsDefined(options.Backoff), nameof(options.Backoff), options.Backoff, Backoffs);
        mistakes.Check(options.InitialDelay >= TimeSpan.Zero && options.InitialDelay <= options.MaxDelay, nameof(options.InitialDelay), options.InitialDelay, $"at least zero and at most MaxDelay ({options.MaxDelay})");
        mistakes.Check(options.Multiplier is >= 1 and < double.PositiveInfinity, nameof(options.Multiplier), options.Multiplier, "at least 1 and finite");
        mistakes.Check(options.MaxDelay >= TimeSpan.Zero && options.MaxDelay <= LongestDelay, nameof(options.MaxDelay), options.MaxDelay, "at least zero and at most 24 days");
        mistakes.Check(options.MaxDuration is null || options.MaxDuration > TimeSpan.Zero, nameof(options.MaxDuration), options.MaxDuration, "null, or more than zero");
        mistakes.Check(options.ExpectedDuration is null || options.ExpectedDuration >= TimeSpan.Zero, nameof(options.ExpectedDuration), options.ExpectedDuration, "null, or at least zero");
        foreach (var (category, plan) in options.Categories)
        {
            Check(options, category, plan, ref mistakes);
        }

        return mistakes;
    }

    private static void Check(RetryOptions options, ErrorCategory category, RetryCategoryOptions? plan, ref OptionMistakes mistakes)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Categories)}[{category}]");
        mistakes.Check(Enum.IsDefined(category), at, (int)category, "a value of ErrorCategory");
        mistakes.Check(plan is not null, at, plan, "a plan");
        if (plan is null)
        {
            return;
        }

        var rules = RetryRules.Of(options, plan);
        mistakes.Check(plan.MaxRetries is null or >= 0, $"{at}.{nameof(plan.MaxRetries)}", plan.MaxRetries, "null, or at least 0");
        mistakes.Check(plan.Backoff is null || Enum.IsDefined(plan.Backoff.Value), $"{at}.{nameof(plan.Backoff)}", plan.Backoff, $"null, or {Backoffs}");
        mistakes.Check(plan.Multiplier is null or (>= 1 and < double.PositiveInfinity), $"{at}.{nameof(plan.Multiplier)}", plan.Multiplier, "null, or at least 1 and finite");
        mistakes.Check(plan.MaxDelay is null || (plan.MaxDelay >= TimeSpan.Zero && plan.MaxDelay <= LongestDelay), $"{at}.{nameof(plan.MaxDelay)}", plan.MaxDelay, "null, or at least zero and at most 24 days");
        mistakes.Check(
            (plan.InitialDelay is null && plan.MaxDelay is null) || (rules.InitialDelay >= TimeSpan.Zero && rules.InitialDelay <= rules.MaxDelay),
            $"{at}.{nameof(plan.InitialDelay)}",
            rules.InitialDelay,
            $"at least zero and at most MaxDelay ({rules.MaxDelay})");
    }
}
