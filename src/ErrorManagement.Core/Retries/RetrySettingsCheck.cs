using ErrorManagement.Diagnostics;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>Finds settings of one retry that cannot work together. Pure. The options are within their bounds.</summary>
internal static class RetrySettingsCheck
{
    public static void Find(string retry, RetryOptions options, SettingsFindings found)
    {
        // MaxDuration as the limit of many retries is usual; one that not even the first delay keeps is not.
        var shortest = options.Jitter ? Backoff.Jitter(options.InitialDelay, 0, options.MaxDelay) : options.InitialDelay;
        if (options.MaxRetries > 1 && options.MaxDuration is { } most && shortest >= most)
        {
            found.Add(
                SettingsRules.DelayBeyondDuration,
                $"{retry} waits {SettingsFindings.Seconds(shortest)} before its first retry, and its MaxDuration is {SettingsFindings.Seconds(most)}: the delay is cut short and only 1 of {options.MaxRetries} retries can follow. Shorten InitialDelay below MaxDuration, or lengthen MaxDuration.");
        }
    }
}
