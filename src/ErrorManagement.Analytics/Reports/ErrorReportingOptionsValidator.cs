namespace ErrorManagement.Analytics.Reports;

/// <summary>Says what is wrong with <see cref="ErrorReportingOptions"/>, everything at once.</summary>
internal static class ErrorReportingOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ErrorReportingOptions options)
    {
        var mistakes = new List<string>();
        OptionBounds.Check(nameof(options.BaselineWindow), options.BaselineWindow, ErrorReportingOptions.MinBaselineWindow, ErrorReportingOptions.MaxBaselineWindow, mistakes);
        OptionBounds.Check(nameof(options.DailyTop), options.DailyTop, 0, ErrorReportingOptions.MaxTop, mistakes);
        OptionBounds.Check(nameof(options.WeeklyTop), options.WeeklyTop, 0, ErrorReportingOptions.MaxTop, mistakes);
        OptionBounds.Check(nameof(options.IncidentTop), options.IncidentTop, 0, ErrorReportingOptions.MaxTop, mistakes);
        OptionBounds.Check(nameof(options.TopErrors), options.TopErrors, 0, ErrorReportingOptions.MaxTop, mistakes);
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ErrorReportingOptions options) => OptionBounds.ThrowIfAny(Mistakes(options), nameof(options));
}
