using System.Globalization;

namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Says what is wrong with <see cref="SpikeRuleOptions"/>, everything at once.</summary>
internal static class SpikeRuleOptionsValidator
{
    private const double MaxMultiplier = 1_000;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(SpikeRuleOptions options)
    {
        var mistakes = new List<string>();
        if (options.Multiplier is not (>= 1 and <= MaxMultiplier))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Multiplier)} must be at least 1 and at most {MaxMultiplier}, both inclusive; it is {options.Multiplier}."));
        }

        mistakes.AddRange(SeriesRange.Mistakes(options.Window, options.Bucket));
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(SpikeRuleOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
