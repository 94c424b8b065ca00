using ErrorManagement.Diagnostics;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>Finds settings of one retry that cannot work together. Pure. The options are within their bounds.</summary>
internal static class RetrySettingsCheck
{
    public static void Find(string retry, RetryOptions options, SettingsFindings found)
    {
        CheckEffects(retry, options, found);
        // MaxDuration as the limit of many retries is usual; one that not even the first delay keeps is not.
        var shortest = options.Jitter ? Backoff.Jitter(options.InitialDelay, 0, options.MaxDelay) : options.InitialDelay;
        if (options.MaxRetries > 1 && options.MaxDuration is { } most && shortest >= most)
        {
            found.Add(
                SettingsRules.DelayBeyondDuration,
                $"{retry} waits {SettingsFindings.Seconds(shortest)} before its first retry, and its MaxDuration is {SettingsFindings.Seconds(most)}: the delay is cut short and only 1 of {options.MaxRetries} retries can follow. Shorten InitialDelay below MaxDuration, or lengthen MaxDuration.");
        }
    }

    private static void CheckEffects(string retry, RetryOptions options, SettingsFindings found)
    {
        var growing = options.Backoff == RetryBackoff.Exponential || options.Categories.Count > 0;
        Check(options.Multiplier != RetryOptions.DefaultMultiplier, growing, nameof(options.Multiplier), $"{options.Multiplier:0.####}", $"Backoff is {options.Backoff}, not Exponential");
        Check(options.Jitter, options.Backoff != RetryBackoff.DecorrelatedJitter || options.Categories.Count > 0, nameof(options.Jitter), $"true", "DecorrelatedJitter is random already");
        Check(options.Jitter, options.InitialDelay > TimeSpan.Zero || options.DelayGenerator is not null || options.Categories.Count > 0, nameof(options.Jitter), $"true", "delays of zero cannot be spread");
        Check(options.Budget is not null, options.MaxRetries > 0 || options.Categories.Count > 0, nameof(options.Budget), $"{options.Budget?.Name}", "MaxRetries is 0");

        void Check(bool isSet, bool hasEffect, string setting, FormattableString value, string why)
        {
            if (isSet && !hasEffect)
            {
                found.Add(SettingsRules.WithoutEffect, $"{setting} ({FormattableString.Invariant(value)}) of {retry} has no effect: {why}. Set what it needs, or leave it out.");
            }
        }
    }
}
