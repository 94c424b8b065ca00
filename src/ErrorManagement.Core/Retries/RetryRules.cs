using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>How often and with which delays failures of one category are retried: the plan of the category laid over the policy's own settings. A plan makes a category worth a retry.</summary>
internal sealed record RetryRules(bool HasPlan, int MaxRetries, RetryBackoff Backoff, TimeSpan InitialDelay, double Multiplier, TimeSpan MaxDelay, bool Jitter)
{
    /// <summary>Whether the category's plan says never.</summary>
    public bool IsOff => HasPlan && MaxRetries == 0;

    public static RetryRules Of(RetryOptions options, ErrorCategory category) => Of(options, options.Categories.GetValueOrDefault(category));

    public static RetryRules Of(RetryOptions options, RetryCategoryOptions? plan) => new(
        plan is not null,
        plan?.MaxRetries ?? options.MaxRetries,
        plan?.Backoff ?? options.Backoff,
        plan?.InitialDelay ?? options.InitialDelay,
        plan?.Multiplier ?? options.Multiplier,
        plan?.MaxDelay ?? options.MaxDelay,
        plan?.Jitter ?? options.Jitter);

    /// <summary>Whether a failure is worth another try when nobody else is asked.</summary>
    public bool Allows(in ErrorClassification verdict) => HasPlan ? MaxRetries > 0 : verdict.Category is ErrorCategory.Transient or ErrorCategory.RateLimit;
}
