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
        var sentences = Sentences(report, MarkdownText.Inline);
        return string.Join(' ', sentences.Skip(1).Prepend($"**{sentences[0]}**"));
    }

    /// <summary>The sentences, the health first.</summary>
    /// <param name="report">The report.</param>
    /// <param name="inline">Makes foreign text harmless in the form that is written, cut after so many characters.</param>
    public static IReadOnlyList<string> Sentences(ErrorReport report, Func<string?, int, string> inline)
    {
        var sentences = new List<string> { $"Health is {report.Health.Status.ToWireName()}: {Score(report.Health.Score)} of 100." };
        AddCircuits(sentences, report, inline);
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
            AddCritical(sentences, report, inline);
            AddWorst(sentences, report, inline);
            AddRegressed(sentences, report, inline);
            AddNew(sentences, report, inline);
            sentences.Add(Trend(report.Statistics));
        }

        return sentences;
    }

    private static void AddCircuits(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        var notClosed = report.Circuits.Where(static c => !ErrorReport.IsClosed(c)).ToList();
        if (notClosed.Count > 0)
        {
            var others = notClosed.Count == 1 ? "" : $" and {Count(notClosed.Count - 1, "other")} not closed";
            sentences.Add($"Circuit breaker {inline(notClosed[0].Name, MaxName)} is {inline(notClosed[0].State, 20)}{others}.");
        }
    }

    private static void AddCritical(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        if (report.CriticalErrors > 0)
        {
            var latest = report.Errors.Where(static e => e.Severity == ErrorSeverity.Critical).MaxBy(static e => e.LastSeen);
            var which = latest is null ? "" : $", the latest {Describe(latest, inline)}, {Length(report.GeneratedAt - latest.LastSeen)} ago";
            sentences.Add($"{Count(report.CriticalErrors, "critical error")} in the last {Window(report.Options.Window)}{which}.");
        }
    }

    private static void AddWorst(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        if (report.RunningPatterns.Count > 0)
        {
            // A type says more than a component: it is preferred among those that are as loud.
            // What names a type or a component says more than what is about all errors.
            var counted = report.RunningPatterns.Where(static p => p.Kind is PatternKind.HighFrequency or PatternKind.ComponentFlood).ToList();
            var loudest = counted.Count > 0 ? counted[0].Count : 0;
            var worst = counted.Find(p => p.Kind == PatternKind.HighFrequency && p.Count == loudest) ?? counted.FirstOrDefault() ?? report.RunningPatterns[0];
            sentences.Add($"{What(worst, inline)}, since {Instant(worst.DetectedAt)} UTC.");
        }
        else if (report.Errors.Count > 0)
        {
            var top = report.Errors[0];
            sentences.Add($"Most frequent: {Describe(top, inline)}, {Count(top.Count, "time")}, last {Length(report.GeneratedAt - top.LastSeen)} ago.");
        }
    }

    private static string What(DetectedPattern pattern, Func<string?, int, string> inline) => pattern.Kind switch
    {
        PatternKind.HighFrequency => $"{inline(ShortTypeName.Of(pattern.Subject), MaxName)} is raised up to {Count(pattern.Count, "time")} within {Length(pattern.Window)}",
        PatternKind.ComponentFlood => $"Component {inline(pattern.Subject, MaxName)} fails up to {Count(pattern.Count, "time")} within {Length(pattern.Window)}",
        PatternKind.Recurring => $"{inline(ShortTypeName.Of(pattern.Subject), MaxName)} comes back, up to {Count(pattern.Count)} of the last errors",
        PatternKind.LayerCascade => $"Errors climb through the layers, {inline(pattern.Subject, MaxName)}",
        PatternKind.Degradation => $"Errors become more, up to {Count(pattern.Count)} within {Length(pattern.Window)}",
        _ => $"Errors come together, up to {Count(pattern.Count)} within {Length(pattern.Window)}",
    };

    private static void AddRegressed(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        var regressed = report.Errors.Where(static e => e.Status == ErrorStatus.Regressed).ToList();
        if (regressed.Count > 0)
        {
            sentences.Add(regressed.Count == 1
                ? $"Came back after it was resolved: {Describe(regressed[0], inline)}."
                : $"{Count(regressed.Count)} errors came back after they were resolved, the most frequent {Describe(regressed[0], inline)}.");
        }
    }

    private static void AddNew(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        if (report.NewErrors.Count > 0)
        {
            var newest = report.NewErrors.MaxBy(static e => e.Count)!;
            sentences.Add(report.NewErrors.Count == 1
                ? $"New in the last hour: {Describe(newest, inline)}."
                : $"{Count(report.NewErrors.Count)} errors are new in the last hour, the most frequent {Describe(newest, inline)}.");
        }
    }

    private static string Trend(RegistryStatistics statistics)
    {
        var current = statistics.CurrentRatePerMinute;
        var usual = statistics.ErrorRatePerMinute;
        var word = current >= 2 * usual && current > 0 ? "rising" : usual > 0 && current <= usual / 2 ? "falling" : "steady";
        return $"The rate is {word}: {Rate(current)} now, {Rate(usual)} over the last hour.";
    }

    private static string Describe(ErrorRecord error, Func<string?, int, string> inline) => $"{inline(ShortTypeName.Of(error.ErrorType), MaxName)} in {inline(error.Component, MaxName)}";
}
