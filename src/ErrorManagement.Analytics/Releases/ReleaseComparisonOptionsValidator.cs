using System.Globalization;

namespace ErrorManagement.Analytics.Releases;

/// <summary>Says what is wrong with <see cref="ReleaseComparisonOptions"/>, everything at once.</summary>
internal static class ReleaseComparisonOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ReleaseComparisonOptions options)
    {
        var mistakes = new List<string>();
        CheckShare(nameof(ReleaseComparisonOptions.FalseDiscoveryRate), options.FalseDiscoveryRate);
        CheckShare(nameof(ReleaseComparisonOptions.Confidence), options.Confidence);
        if (options.MinimumRatio is not (>= 1 and <= ReleaseComparisonOptions.MaxMinimumRatio))
        {
            mistakes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(ReleaseComparisonOptions.MinimumRatio)} must be at least 1 and at most {ReleaseComparisonOptions.MaxMinimumRatio}; it is {options.MinimumRatio}."));
        }

        return mistakes;

        void CheckShare(string name, double value)
        {
            if (value is not (> 0 and < 1))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be more than 0 and less than 1; it is {value}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ReleaseComparisonOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
