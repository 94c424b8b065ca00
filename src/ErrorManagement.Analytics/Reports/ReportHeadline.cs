using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The few sentences that a reader needs first: how bad it is, what it is, whether it grows, what is new.</summary>
internal static class ReportHeadline
{
    private const int MaxName = 80;

    // Fewer errors a minute come and go by chance: that there was none in the last one says nothing.
    private const double LeastRate = 3;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

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
            AddTotal(sentences, report);
            AddCritical(sentences, report, inline);
            var named = AddWorst(sentences, report, inline);
            AddRegressed(sentences, report, inline);
            AddNew(sentences, report, named, inline);
            sentences.Add(Trend(report.Statistics));
            if (report.CountedFor is { } length)
            {
                sentences.Add($"Counted for {Length(length)} only, since the start.");
            }
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

    private static void AddTotal(List<string> sentences, ErrorReport report)
    {
        if (report.ErrorsInWindow > 0)
        {
            var part = PeriodSummary.Consequences(report.Consequences) is { } calls ? ", " + calls : "";
            sentences.Add($"{Count(report.ErrorsInWindow, "error")} in the last {Window(report.Options.Window)}{part}.");
        }
    }

    private static void AddCritical(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        if (report.CriticalErrors > 0)
        {
            var latest = report.Errors.Select(static e => e.Record).Where(static e => e.Severity == ErrorSeverity.Critical).MaxBy(static e => e.LastSeen);
            var which = latest is null ? "" : $", the latest {Describe(latest, inline)}, {Length(report.GeneratedAt - latest.LastSeen)} ago";
            sentences.Add($"{Count(report.CriticalErrors, "critical error")} in the last {Window(report.Options.Window)}{which}.");
        }
    }

    /// <returns>The error that was named as the most frequent; null for none.</returns>
    private static ErrorRecord? AddWorst(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        if (report.RunningPatterns.Count > 0)
        {
            // A type says more than a component: it is preferred among those that are as loud.
            // What names a type or a component says more than what is about all errors.
            var counted = report.RunningPatterns.Where(static p => p.Kind is PatternKind.HighFrequency or PatternKind.ComponentFlood).ToList();
            var loudest = counted.Count > 0 ? counted[0].Count : 0;
            var worst = counted.Find(p => p.Kind == PatternKind.HighFrequency && p.Count == loudest) ?? counted.FirstOrDefault() ?? report.RunningPatterns[0];
            // Patterns look at errors alone: beside a rate with all that followed from them, their figures would look wrong.
            var alone = report.Consequences > 0 && worst.Kind is not (PatternKind.Recurring or PatternKind.LayerCascade) ? ", without the calls that failed because of them" : "";
            sentences.Add($"{What(worst, inline)}{alone}, since {Instant(worst.DetectedAt)} UTC.");
            if (worst.Kind == PatternKind.HighFrequency)
            {
                return null; // the type is named
            }
        }

        if (report.Errors.Count == 0)
        {
            return null;
        }

        var (top, count) = report.Errors[0];
        sentences.Add($"Most frequent: {Describe(top, inline)}, {Times(count)}, last {Length(report.GeneratedAt - top.LastSeen)} ago.");
        return top;
    }

    private static string What(DetectedPattern pattern, Func<string?, int, string> inline) => pattern.Kind switch
    {
        PatternKind.HighFrequency => $"{inline(ShortTypeName.Of(pattern.Subject), MaxName)} is raised up to {Count(pattern.Count, "time")} within {Length(pattern.Window)}",
        PatternKind.ComponentFlood => $"Component {inline(pattern.Subject, MaxName)} fails up to {Count(pattern.Count, "time")} within {Length(pattern.Window)}",
        PatternKind.Recurring => $"{inline(ShortTypeName.Of(pattern.Subject), MaxName)} again and again, up to {Count(pattern.Count)} of the last ten errors",
        PatternKind.LayerCascade => $"Errors climb through the layers, {inline(pattern.Subject, MaxName)}",
        PatternKind.Degradation => $"Errors become more, up to {Count(pattern.Count)} within {Length(pattern.Window)}",
        _ => $"Errors come together, up to {Count(pattern.Count)} within {Length(pattern.Window)}",
    };

    private static void AddRegressed(List<string> sentences, ErrorReport report, Func<string?, int, string> inline)
    {
        var regressed = report.Errors.Select(static e => e.Record).Where(static e => e.Status == ErrorStatus.Regressed).ToList();
        if (regressed.Count > 0)
        {
            sentences.Add(regressed.Count == 1
                ? $"Came back after it was resolved: {Describe(regressed[0], inline)}."
                : $"{Count(regressed.Count)} errors came back after they were resolved, the most frequent {Describe(regressed[0], inline)}.");
        }
    }

    private static void AddNew(List<string> sentences, ErrorReport report, ErrorRecord? named, Func<string?, int, string> inline)
    {
        if (report.NewErrors.Count > 0)
        {
            var (newest, count) = report.NewErrors.MaxBy(static e => e.Count)!;
            var which = $"{Describe(newest, inline)}, {Times(count)}";
            var others = report.NewErrors.Count - 1;
            var isYoung = report.CountedFor is { } length && length <= Hour; // all that is there is seen for the first time then
            sentences.Add((report.NewErrors.Count, isYoung) switch
            {
                (_, true) when ReferenceEquals(newest, named) => $"It was first seen {Length(report.GeneratedAt - newest.FirstSeen)} ago.",
                (_, false) when ReferenceEquals(newest, named) => $"It is new, first seen {Length(report.GeneratedAt - newest.FirstSeen)} ago{(others > 0 ? $"; {Count(others, "other error")} {(others == 1 ? "is" : "are")} new in the last hour, too" : "")}.",
                (1, true) => $"The one error since the start: {which}.",
                (_, true) => $"{Count(report.NewErrors.Count)} different errors since the start, the most frequent {which}.",
                (1, _) => $"New in the last hour: {which}.",
                _ => $"{Count(report.NewErrors.Count)} errors are new in the last hour, the most frequent {which}.",
            });
        }
    }

    private static string Trend(RegistryStatistics statistics)
    {
        var current = statistics.CurrentRatePerMinute;
        var usual = statistics.ErrorRatePerMinute;
        var word = current >= LeastRate && current >= 2 * usual ? "rising" : usual >= LeastRate && current <= usual / 2 ? "falling" : "steady";
        var since = statistics.Uptime > TimeSpan.Zero && statistics.Uptime < Hour ? $"the {Length(statistics.Uptime)} since the start" : "the last hour";
        return $"The rate is {word}: {Rate(current)} now, {Rate(usual)} over {since}.";
    }

    private static string Describe(ErrorRecord error, Func<string?, int, string> inline) => $"{inline(ShortTypeName.Of(error.ErrorType), MaxName)} in {inline(error.Component, MaxName)}";
}
