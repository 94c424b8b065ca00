using System.Globalization;

namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Says what is wrong with <see cref="DeviationRuleOptions"/>, everything at once.</summary>
internal static class DeviationRuleOptionsValidator
{
    private const double MinDeviations = 0.1;
    private const double MaxDeviations = 100;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(DeviationRuleOptions options)
    {
        var mistakes = new List<string>();
        if (options.Deviations is not (>= MinDeviations and <= MaxDeviations))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Deviations)} must be at least {MinDeviations} and at most {MaxDeviations}, both inclusive; it is {options.Deviations}."));
        }

        mistakes.AddRange(SeriesRange.Mistakes(options.Window, options.Bucket));
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(DeviationRuleOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
