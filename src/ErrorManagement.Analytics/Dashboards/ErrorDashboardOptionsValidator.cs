using System.Globalization;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Dashboards;

/// <summary>Says what is wrong with <see cref="ErrorDashboardOptions"/>, everything at once.</summary>
internal static class ErrorDashboardOptionsValidator
{
    private const int MaxTopErrors = 1_000;
    private const int MaxRows = 10_000;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ErrorDashboardOptions options)
    {
        var mistakes = new List<string>();
        if (options.Range < ChartRange.Shortest || options.Range > ChartRange.Longest)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Range)} must be at least {ChartRange.Shortest} and at most {ChartRange.Longest}, both inclusive; it is {options.Range}."));
        }

        CheckBucket(nameof(options.TimelineBucket), options.TimelineBucket);
        CheckBucket(nameof(options.RateBucket), options.RateBucket);
        CheckCount(nameof(options.TopErrors), options.TopErrors, 0, MaxTopErrors);
        CheckCount(nameof(options.Components), options.Components, 1, MaxRows);
        CheckCount(nameof(options.Breakers), options.Breakers, 0, MaxRows);
        return mistakes;

        void CheckBucket(string name, TimeSpan value)
        {
            if (!SeriesGrid.IsBucket(value))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be whole minutes that divide an hour, or whole hours that divide a day; it is {value}."));
            }
        }

        void CheckCount(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least} and at most {most}, both inclusive; it is {value}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ErrorDashboardOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
