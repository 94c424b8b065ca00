using System.Globalization;

namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Says what is wrong with <see cref="AnomalyDetectorOptions"/>, everything at once.</summary>
internal static class AnomalyDetectorOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(AnomalyDetectorOptions options) =>
        options.AlarmThreshold is > 0 and < 1
            ? []
            : [string.Create(CultureInfo.InvariantCulture, $"{nameof(AnomalyDetectorOptions.AlarmThreshold)} must be greater than 0 and less than 1; it is {options.AlarmThreshold}.")];

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(AnomalyDetectorOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
