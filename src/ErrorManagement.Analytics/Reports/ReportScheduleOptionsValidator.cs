using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Says what is wrong with <see cref="ReportScheduleOptions"/>, everything at once.</summary>
internal static class ReportScheduleOptionsValidator
{
    private const int MostRetries = 20;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ReportScheduleOptions options)
    {
        var mistakes = new List<string>();
        if (!Enum.IsDefined(options.WeeklyOn))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.WeeklyOn)} must be one of {string.Join(", ", Enum.GetNames<DayOfWeek>())}; it is {(int)options.WeeklyOn}."));
        }

        OptionBounds.Check(nameof(options.ChannelTimeout), options.ChannelTimeout, ReportScheduleOptions.MinChannelTimeout, ReportScheduleOptions.MaxTimeout, mistakes);
        OptionBounds.Check(nameof(options.MaxRetries), options.MaxRetries, 0, MostRetries, mistakes);
        OptionBounds.Check(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromSeconds(1), ReportScheduleOptions.MaxRetryDelay, mistakes);
        OptionBounds.Check(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, ReportScheduleOptions.MaxTimeout, mistakes);
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ReportScheduleOptions options) => OptionBounds.ThrowIfAny(Mistakes(options), nameof(options));
}
