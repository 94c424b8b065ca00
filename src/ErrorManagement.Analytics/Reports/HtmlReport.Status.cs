using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <content>How things are now: the whole, and component by component.</content>
internal static partial class HtmlReport
{
    private const int MaxCircuits = 50;
    private const int MaxCircuitLines = 10;
    private const int MaxMessageLines = 10;
    private const int MaxWord = 20;
    private const int MaxReleases = 5;

    public static string Write(ErrorReport report)
    {
        var window = Window(report.Options.Window);
        var bucket = TimelineChart.BucketFor(report.Options.Window);
        var bars = ChartBar.Of(TimelineChart.Gather(report.Timeline, bucket), bucket, []);
        var shown = report.Errors.Take(report.Options.TopErrors).ToList();
        return HtmlPage.Write("Error report", Html.None, Html.Of($"the last {window}, to {Instant(report.GeneratedAt)} UTC"), report.ApplicationName, report.GeneratedAt,
        [
            HtmlPage.Verdict(
                LevelOf(report),
                Html.Sentence(HtmlHeadline.Status(report).Take(2)),
                Html.Sentence(HtmlHeadline.Status(report).Skip(2))),
            HtmlPage.Tiles(
                ("health, of 100", Score(report.Health.Score), HealthStyle(report.Health.Status)),
                ($"errors, last {window}{HtmlHeadline.Consequences(report.Consequences)}", Count(report.ErrorsInWindow), ""),
                ($"critical, last {window}", Count(report.CriticalErrors), report.CriticalErrors > 0 ? "bad" : ""),
                ("now", Rate(report.Statistics.CurrentRatePerMinute), ""),
                ("over the last hour", Rate(report.Statistics.ErrorRatePerMinute), ""),
                ("new in the last hour", Count(report.NewErrors.Count), report.NewErrors.Count > 0 ? "watch" : "")),
            Factors(report.Health),
            HtmlSections.Patterns("running", "Running patterns", report.RunningPatterns),
            Circuits(report.Circuits),
            HtmlSections.Timeline($"Errors per {BarName(bucket)}", bars, []),
            HtmlSections.TopErrors($"Most frequent errors of the last {window}", [.. shown.Select(error => Reported(error, report))], report.Errors.Count - shown.Count),
            Details(report, shown),
            HtmlPage.Columns(
                HtmlSections.Severities("By severity, since the start", report.Statistics.SeverityBreakdown),
                HtmlSections.Names("components", "By component, since the start", "Component", report.Statistics.TopComponents, report.Statistics.TotalCount),
                HtmlSections.Names("types", "By type, since the start", "Type", report.Statistics.TopErrorTypes, report.Statistics.TotalCount, types: true)),
            HtmlSections.Patterns("ended", $"Patterns that ended in the last {window}", report.EndedPatterns),
            Counting(report.Statistics),
        ]);
    }

    public static string Write(ComponentHealthReport report)
    {
        var window = Window(report.Window);
        var worst = report.Components.Count > 0 ? report.Components.Max(static component => component.Status) : ComponentStatus.Healthy;
        var shown = report.Components.Take(HtmlSections.MaxRows).ToList();
        var table = HtmlTable.Of(
            "Components, worst first",
            ["Component", "Status", "Score:", $"Errors, last {window}:", "Errors, last hour:", "Errors since the start:"],
            shown.Select(component => (IReadOnlyList<Html>)
            [
                HtmlText.Name(component.Component),
                HtmlSections.Badge(StatusStyle(component.Status), component.Status.ToWireName()),
                HtmlTable.CountWithBar(component.Score, 100),
                Html.Of($"{Count(component.WindowErrors)}"),
                Html.Of($"{Count(component.RecentErrors1h)}"),
                Html.Of($"{Count(component.TotalErrors)}"),
            ]));
        return HtmlPage.Write("Component health", Html.None, Html.Of($"the last {window}, to {Instant(report.GeneratedAt)} UTC"), report.ApplicationName, report.GeneratedAt,
        [
            HtmlPage.Verdict(worst switch { ComponentStatus.Healthy => ReportLevel.Calm, ComponentStatus.Critical => ReportLevel.Serious, _ => ReportLevel.Watch }, Html.Sentence(HtmlHeadline.Of(report)), Html.None),
            HtmlPage.Tiles([.. Enum.GetValues<ComponentStatus>().Select(status => Tile(status, report.Components.Count(component => component.Status == status)))]),
            shown.Count == 0 ? Html.None : HtmlPage.Section("components", "Components, worst first", Html.Of($"<div class=\"middle-table\">{table}</div>\n{HtmlPage.More(report.ComponentCount - shown.Count, "component")}"), " long"),
        ]);
    }

    private static (string Label, string Figure, string Style) Tile(ComponentStatus status, int count) =>
        (status.ToWireName(), Count(count), count > 0 ? StatusStyle(status) : "");

    private static string StatusStyle(ComponentStatus status) => status switch
    {
        ComponentStatus.Healthy => "good",
        ComponentStatus.Critical => "bad",
        _ => "watch",
    };

    private static string HealthStyle(HealthStatus status) => status switch
    {
        HealthStatus.Excellent or HealthStatus.Good => "good",
        HealthStatus.Fair => "watch",
        _ => "bad",
    };

    private static ReportLevel LevelOf(ErrorReport report) =>
        report.CriticalErrors > 0 || report.Health.Status is HealthStatus.Poor or HealthStatus.Critical || report.Circuits.Any(static c => string.Equals(c.State?.Trim(), "open", StringComparison.OrdinalIgnoreCase)) ? ReportLevel.Serious
        : report.RunningPatterns.Count > 0 || report.Health.Status == HealthStatus.Fair || report.Circuits.Any(static c => !ErrorReport.IsClosed(c)) ? ReportLevel.Watch
        : ReportLevel.Calm;

    private static Html Factors(HealthScore health)
    {
        if (health.Factors.Count == 0)
        {
            return Html.None;
        }

        var heading = $"Health: {Score(health.Score)}, {health.Status.ToWireName()}";
        var advice = health.Status == HealthStatus.Critical ? Html.Of($"<p>{health.Recommendation}</p>\n") : Html.None;
        var table = HtmlTable.Of(
            "What takes points from the health",
            ["Factor", "Value:", "Points lost:", "What to do"],
            health.Factors.Select(static factor => (IReadOnlyList<Html>)[Html.Of($"{factor.Name.Replace('_', ' ')}"), Html.Of($"{Decimal(factor.Value)}"), Html.Of($"{Decimal(factor.Deduction)}"), Html.Of($"{factor.Advice}")]));
        return HtmlPage.Section("health", heading, Html.Of($"{advice}<div class=\"middle-table\">{table}</div>\n"));
    }

    private static Html Circuits(IReadOnlyList<CircuitReport> circuits)
    {
        const string Heading = "Circuit breakers";
        if (circuits.Count == 0)
        {
            return Html.None;
        }

        var shown = circuits.Take(MaxCircuits).ToList();
        var table = HtmlTable.Of(
            Heading,
            ["Breaker", "State", "Mode", "Summary"],
            shown.Select(static circuit => (IReadOnlyList<Html>)
            [
                HtmlText.Name(circuit.Name),
                Html.Of($"<span class=\"badge {CircuitStyle(circuit)}\">{HtmlText.Isolated(circuit.State, MaxWord)}</span>"),
                Html.Of($"<span class=\"word\">{HtmlText.Isolated(circuit.Mode, MaxWord)}</span>"),
                HtmlText.Text(circuit.Summary),
            ]));
        var changes = shown.Where(static circuit => circuit.Transitions is { Count: > 0 }).Select(static circuit => Html.Of($"""
            <details><summary>Latest changes of {HtmlText.Name(circuit.Name)}</summary>
            <ul class="facts">{circuit.Transitions.Take(MaxCircuitLines).Select(static line => Html.Of($"<li>{HtmlText.Text(line)}</li>"))}</ul>
            </details>

            """));
        return HtmlPage.Section("circuits", Heading, Html.Of($"<div class=\"middle-table\">{table}</div>\n{HtmlPage.More(circuits.Count - shown.Count, "breaker")}{changes}"), " long");
    }

    private static string CircuitStyle(CircuitReport circuit) =>
        ErrorReport.IsClosed(circuit) ? "good" : string.Equals(circuit.State?.Trim(), "open", StringComparison.OrdinalIgnoreCase) ? "bad" : "watch";

    private static ReportedError Reported(WindowedError windowed, ErrorReport report) => Reported(windowed.Record, windowed.Count, report);

    private static ReportedError Reported(ErrorRecord error, long count, ErrorReport report) => new()
    {
        Id = error.Id,
        ErrorType = error.ErrorType,
        Code = CodeOf(error),
        Template = error.Template,
        Component = error.Component,
        Severity = error.Severity,
        Status = error.Resolved ? ErrorStatus.Resolved : error.Status,
        Count = count,
        FirstSeen = error.FirstSeen,
        LastSeen = error.LastSeen,
        IsNew = report.NewErrors.Any(fresh => fresh.Record.Id == error.Id),
    };

    private static string? CodeOf(ErrorRecord error) => (error.Code, error.Identity) switch
    {
        ({ IsNone: false } code, { } identity) when identity != code.ToString() => $"{code}, {identity}",
        ({ IsNone: false } code, _) => code.ToString(),
        (_, { } identity) => identity,
        _ => null,
    };

    private static Html Details(ErrorReport report, IReadOnlyList<WindowedError> shown)
    {
        var details = shown.Take(report.Options.DetailedErrors).Select((error, i) => Detail(report, error.Record, i)).ToList();
        return details.Count == 0 ? Html.None : HtmlPage.Section("details", "Details", Html.Of($"{details}"), " long");
    }

    private static Html Detail(ErrorReport report, ErrorRecord error, int number)
    {
        var context = error.Context;
        (string Label, Html Text)[] facts =
        [
            ("Type", HtmlText.Isolated(error.ErrorType, 500)),
            ("Template", HtmlText.Isolated(error.Template, 500)),
            ("From", error.Culprit is null ? Html.None : HtmlText.Text(error.Culprit)),
            ("Where", Html.List(new[] { ("operation", context?.Operation), ("phase", context?.Phase), ("layer", context?.Layer) }
                .Where(static part => !string.IsNullOrWhiteSpace(part.Item2)).Select(static part => Html.Of($"{part.Item1} {HtmlText.Name(part.Item2)}")))),
            ("Since it was first seen", Html.Of($"{Count(error.Count, "time")}")),
            ("Went well in the end", error.RecoveredCount > 0 ? Html.Of($"{Count(error.RecoveredCount)}") : Html.None),
            ("Failed because of it without reaching it", error.ConsequenceCount > 0 ? Html.Of($"{Count(error.ConsequenceCount, "further call")}") : Html.None),
            ("Releases", Html.List(error.Releases.Take(MaxReleases).Select(HtmlText.Name))),
            ("Id", Html.Of($"{error.Id.ToString()}, fingerprint {(error.Fingerprint.Version == 0 ? "–" : error.Fingerprint.ToString())}")),
        ];
        var message = report.Options.ShowMessages && !string.IsNullOrWhiteSpace(error.Message)
            ? Pre($"Newest message of error {Count(number + 1)}", HtmlText.Lines(error.Message, MaxMessageLines))
            : Html.None;
        var stack = report.Options.StackLines > 0 && error.StackFor(report.Options.ShowMessages, report.Options.StackLines) is { } lines && !string.IsNullOrWhiteSpace(lines)
            ? Pre($"Stack of error {Count(number + 1)}", HtmlText.Lines(lines, report.Options.StackLines))
            : Html.None;
        return Html.Of($"""
            <div class="pattern">
            <h3>{Count(number + 1)}. {HtmlSections.ErrorName(error.ErrorType)} in {HtmlText.Name(error.Component)}</h3>
            <ul class="facts">{facts.Where(static fact => !fact.Text.IsNone).Select(static fact => Html.Of($"<li><span class=\"soft\">{fact.Label}:</span> {fact.Text}</li>"))}</ul>
            {message}{stack}</div>

            """);
    }

    private static Html Pre(string label, Html lines) =>
        Html.Of($"<pre dir=\"ltr\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">{lines}</pre>\n");

    private static Html Counting(RegistryStatistics statistics)
    {
        var dropped = statistics.Ledger.Dropped.Values.Sum();
        string[] sentences =
        [
            $"{Count(statistics.TotalCount, "error")} in {Length(statistics.Uptime)}, {Count(statistics.UniqueErrors)} different ones held.",
            statistics.EvictedRecords > 0 ? $"{Count(statistics.EvictedRecords, "different error")} let go for others, with {Count(statistics.EvictedCount, "error")}." : "",
            statistics.CallerCancellations > 0 ? $"{Count(statistics.CallerCancellations, "cancellation")} by callers, which are no errors." : "",
            dropped > 0 ? $"Details were lost for {Count(dropped, "occurrence")} of {Count(statistics.Ledger.Captured)}." : "",
        ];
        return HtmlPage.Section("counting", "What was counted", HtmlPage.Note(string.Join(' ', sentences.Where(static sentence => sentence.Length > 0))));
    }
}
