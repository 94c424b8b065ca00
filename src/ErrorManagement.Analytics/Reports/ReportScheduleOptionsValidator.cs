using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Says what is wrong with <see cref="ReportScheduleOptions"/>, everything at once.</summary>
internal static class ReportScheduleOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ReportScheduleOptions options)
    {
        var mistakes = new List<string>();
        if (!Enum.IsDefined(options.WeeklyOn))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.WeeklyOn)} must be one of {string.Join(", ", Enum.GetNames<DayOfWeek>())}; it is {(int)options.WeeklyOn}."));
        }

        CheckLength(nameof(options.ChannelTimeout), options.ChannelTimeout, ReportScheduleOptions.MinChannelTimeout);
        CheckLength(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero);
        return mistakes;

        void CheckLength(string name, TimeSpan value, TimeSpan min)
        {
            if (value < min || value > ReportScheduleOptions.MaxTimeout)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {min} and at most {ReportScheduleOptions.MaxTimeout}, both inclusive; it is {value}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ReportScheduleOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
