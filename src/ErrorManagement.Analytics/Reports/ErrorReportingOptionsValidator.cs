using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Says what is wrong with <see cref="ErrorReportingOptions"/>, everything at once.</summary>
internal static class ErrorReportingOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ErrorReportingOptions options)
    {
        var mistakes = new List<string>();
        if (options.BaselineWindow < ErrorReportingOptions.MinBaselineWindow || options.BaselineWindow > ErrorReportingOptions.MaxBaselineWindow)
        {
            mistakes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(options.BaselineWindow)} must be at least {ErrorReportingOptions.MinBaselineWindow} and at most {ErrorReportingOptions.MaxBaselineWindow}, both inclusive; it is {options.BaselineWindow}."));
        }

        CheckTop(nameof(options.DailyTop), options.DailyTop);
        CheckTop(nameof(options.WeeklyTop), options.WeeklyTop);
        CheckTop(nameof(options.IncidentTop), options.IncidentTop);
        CheckTop(nameof(options.TopErrors), options.TopErrors);
        return mistakes;

        void CheckTop(string name, int value)
        {
            if (value is < 0 or > ErrorReportingOptions.MaxTop)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 0 and at most {ErrorReportingOptions.MaxTop}, both inclusive; it is {value}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ErrorReportingOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
