using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The few sentences that a reader needs first: how bad it is, what it is, whether it grows, what is new.</summary>
internal static class ReportHeadline
{
    private const int MaxName = 80;

    /// <summary>One paragraph of Markdown.</summary>
    public static string For(ErrorReport report)
    {
        var sentences = new List<string> { $"**Health is {report.Health.Status.ToWireName()}: {Score(report.Health.Score)} of 100.**" };
        AddCircuits(sentences, report);
        if (report.IsEmpty)
        {
            sentences.Add($"No errors were recorded in the {Length(report.Statistics.Uptime)} since the start.");
        }
        else if (report.Errors.Count == 0 && report.ErrorsInWindow == 0)
        {
            sentences.Add($"No errors in the last {Window(report.Options.Window)}; {Count(report.Statistics.TotalCount)} before that.");
        }
        else
        {
            AddCritical(sentences, report);
            AddWorst(sentences, report);
            AddRegressed(sentences, report);
            AddNew(sentences, report);
            sentences.Add(Trend(report.Statistics));
        }

        return string.Join(' ', sentences);
    }

    private static void AddCircuits(List<string> sentences, ErrorReport report)
    {
        var notClosed = report.Circuits.Where(static c => !ErrorReport.IsClosed(c)).ToList();
        if (notClosed.Count > 0)
        {
            var others = notClosed.Count == 1 ? "" : $" and {Count(notClosed.Count - 1, "other")} not closed";
            sentences.Add($"Circuit breaker {Name(notClosed[0].Name)} is {MarkdownText.Inline(notClosed[0].State, 20)}{others}.");
        }
    }

    private static void AddCritical(List<string> sentences, ErrorReport report)
    {
        if (report.CriticalErrors > 0)
        {
            var latest = report.Errors.Where(static e => e.Severity == ErrorSeverity.Critical).MaxBy(static e => e.LastSeen);
            var which = latest is null ? "" : $", the latest {Describe(latest)}, {Length(report.GeneratedAt - latest.LastSeen)} ago";
            sentences.Add($"{Count(report.CriticalErrors, "critical error")} in the last {Window(report.Options.Window)}{which}.");
        }
    }

    private static void AddWorst(List<string> sentences, ErrorReport report)
    {
        if (report.RunningPatterns.Count > 0)
        {
            // A type says more than a component: it is preferred among those that are as loud.
            // What names a type or a component says more than what is about all errors.
            var counted = report.RunningPatterns.Where(static p => p.Kind is PatternKind.HighFrequency or PatternKind.ComponentFlood).ToList();
            var loudest = counted.Count > 0 ? counted[0].Count : 0;
            var worst = counted.Find(p => p.Kind == PatternKind.HighFrequency && p.Count == loudest) ?? counted.FirstOrDefault() ?? report.RunningPatterns[0];
            sentences.Add($"{What(worst)}, since {Instant(worst.DetectedAt)} UTC.");
        }
        else if (report.Errors.Count > 0)
        {
            var top = report.Errors[0];
            sentences.Add($"Most frequent: {Describe(top)}, {Count(top.Count, "time")}, last {Length(report.GeneratedAt - top.LastSeen)} ago.");
        }
    }

    private static string What(DetectedPattern pattern) => pattern.Kind switch
    {
        PatternKind.HighFrequency => $"{Name(ShortTypeName.Of(pattern.Subject))} is raised up to {Count(pattern.Count, "time")} within {Length(pattern.Window)}",
        PatternKind.ComponentFlood => $"Component {Name(pattern.Subject)} fails up to {Count(pattern.Count, "time")} within {Length(pattern.Window)}",
        PatternKind.Recurring => $"{Name(ShortTypeName.Of(pattern.Subject))} comes back, up to {Count(pattern.Count)} of the last errors",
        PatternKind.LayerCascade => $"Errors climb through the layers, {Name(pattern.Subject)}",
        PatternKind.Degradation => $"Errors become more, up to {Count(pattern.Count)} within {Length(pattern.Window)}",
        _ => $"Errors come together, up to {Count(pattern.Count)} within {Length(pattern.Window)}",
    };

    private static void AddRegressed(List<string> sentences, ErrorReport report)
    {
        var regressed = report.Errors.Where(static e => e.Status == ErrorStatus.Regressed).ToList();
        if (regressed.Count > 0)
        {
            sentences.Add(regressed.Count == 1
                ? $"Came back after it was resolved: {Describe(regressed[0])}."
                : $"{Count(regressed.Count)} errors came back after they were resolved, the most frequent {Describe(regressed[0])}.");
        }
    }

    private static void AddNew(List<string> sentences, ErrorReport report)
    {
        if (report.NewErrors.Count > 0)
        {
            var newest = report.NewErrors.MaxBy(static e => e.Count)!;
            sentences.Add(report.NewErrors.Count == 1
                ? $"New in the last hour: {Describe(newest)}."
                : $"{Count(report.NewErrors.Count)} errors are new in the last hour, the most frequent {Describe(newest)}.");
        }
    }

    private static string Trend(RegistryStatistics statistics)
    {
        var current = statistics.CurrentRatePerMinute;
        var usual = statistics.ErrorRatePerMinute;
        var word = current >= 2 * usual && current > 0 ? "rising" : current <= usual / 2 ? "falling" : "steady";
        return $"The rate is {word}: {Rate(current)} now, {Rate(usual)} over the last hour.";
    }

    private static string Describe(ErrorRecord error) => $"{Name(ShortTypeName.Of(error.ErrorType))} in {Name(error.Component)}";

    private static string Name(string? name) => MarkdownText.Inline(name, MaxName);
}
