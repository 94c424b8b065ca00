using System.Globalization;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Retries;

/// <summary>Finds every mistake in a <see cref="RetryCategoryOptions"/> at once; alone, what it leaves open is as a policy has it by default.</summary>
internal sealed class RetryCategoryOptionsValidator : IValidateOptions<RetryCategoryOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, RetryCategoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Retry plan", name);
        Find(new RetryOptions(), options, "", ref mistakes);
        return mistakes.ToResult();
    }

    /// <summary>Adds the mistakes of the plan for one category.</summary>
    public static void Find(RetryOptions policy, ErrorCategory category, RetryCategoryOptions? plan, ref OptionMistakes mistakes)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"{nameof(policy.Categories)}[{category}]");
        mistakes.Check(Enum.IsDefined(category), at, (int)category, "a value of ErrorCategory");
        mistakes.Check(plan is not null, at, plan, "a plan");
        if (plan is not null)
        {
            Find(policy, plan, at + ".", ref mistakes);
        }
    }

    private static void Find(RetryOptions policy, RetryCategoryOptions plan, string at, ref OptionMistakes mistakes)
    {
        var rules = RetryRules.Of(policy, plan);
        mistakes.Check(plan.MaxRetries is null or >= 0, at + nameof(plan.MaxRetries), plan.MaxRetries, "null, or at least 0");
        mistakes.Check(plan.Backoff is null || Enum.IsDefined(plan.Backoff.Value), at + nameof(plan.Backoff), plan.Backoff, $"null, or {RetryOptionsValidator.Backoffs}");
        mistakes.Check(plan.Multiplier is null or (>= 1 and < double.PositiveInfinity), at + nameof(plan.Multiplier), plan.Multiplier, "null, or at least 1 and finite");
        mistakes.Check(plan.MaxDelay is null || (plan.MaxDelay >= TimeSpan.Zero && plan.MaxDelay <= LongestDelay), at + nameof(plan.MaxDelay), plan.MaxDelay, "null, or at least zero and at most 24 days");
        mistakes.Check(
            (plan.InitialDelay is null && plan.MaxDelay is null) || (rules.InitialDelay >= TimeSpan.Zero && rules.InitialDelay <= rules.MaxDelay),
            at + nameof(plan.InitialDelay),
            rules.InitialDelay,
            $"at least zero and at most MaxDelay ({rules.MaxDelay})");
    }
}
