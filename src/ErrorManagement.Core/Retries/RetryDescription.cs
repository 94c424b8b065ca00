using System.Globalization;
using System.Text;

namespace ErrorManagement.Retries;

/// <summary>Writes a retry and its numbers on one line, the same in every culture.</summary>
internal static class RetryDescription
{
    /// <summary>What differs from the defaults is said; the first two numbers always are: how often, and the delays.</summary>
    public static string Of(RetryOptions options)
    {
        var text = new StringBuilder("retry(").Append(Times(options.MaxRetries)).Append(", ").Append(Delays(RetryRules.Of(options, plan: null)));
        Add(text, options.MaxDuration is not null, $"in {Seconds(options.MaxDuration ?? default)}");
        Add(text, options.DelayGenerator is not null, "own delays");
        Add(text, options.ShouldRetry is not null, "own rule");
        Add(text, options.ResultJudges.Length > 0, "by results");
        Add(text, options.RetryRejections, "waits for breakers");
        foreach (var (category, plan) in options.Categories.OrderBy(c => c.Key))
        {
            var rules = RetryRules.Of(options, plan);
            Add(text, true, rules.IsOff ? $"{category}: never" : $"{category}: {Times(rules.MaxRetries)}, {Delays(rules)}");
        }

        Add(text, options.Budget is not null, $"{options.Budget}");
        return text.Append(')').ToString();
    }

    private static void Add(StringBuilder text, bool isSet, string part)
    {
        if (isSet)
        {
            text.Append("; ").Append(part);
        }
    }

    private static string Times(int retries) => retries == int.MaxValue ? "no limit" : retries.ToString(CultureInfo.InvariantCulture);

    private static string Delays(RetryRules rules)
    {
        var kind = rules.Backoff switch
        {
            RetryBackoff.Constant => Seconds(rules.InitialDelay),
            RetryBackoff.Linear => $"{Seconds(rules.InitialDelay)} each more <= {Seconds(rules.MaxDelay)}",
            RetryBackoff.DecorrelatedJitter => $"{Seconds(rules.InitialDelay)} decorrelated <= {Seconds(rules.MaxDelay)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Seconds(rules.InitialDelay)} x{rules.Multiplier} <= {Seconds(rules.MaxDelay)}"),
        };
        return rules.Jitter && rules.Backoff != RetryBackoff.DecorrelatedJitter ? kind + ", jitter" : kind;
    }

    private static string Seconds(TimeSpan length) => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds} s");
}
