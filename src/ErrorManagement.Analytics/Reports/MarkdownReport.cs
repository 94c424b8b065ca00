using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Lays a report out in Markdown. Pure.</summary>
/// <remarks>All foreign text goes through <see cref="MarkdownText"/>.</remarks>
internal sealed partial class MarkdownReport : MarkdownPage
{
    private const int MaxCircuits = 50;
    private const int MaxTransitions = 10;
    private const int MaxMessageLines = 10;

    private readonly ErrorReport _report;

    private MarkdownReport(ErrorReport report) => _report = report;

    private string WindowName => Window(_report.Options.Window);

    public static string Write(ErrorReport report)
    {
        var markdown = new MarkdownReport(report);
        markdown.Title();
        markdown.Health();
        markdown.Patterns();
        markdown.Circuits();
        markdown.Summary();
        if (!report.IsEmpty)
        {
            markdown.Severities();
            markdown.TopErrors();
            markdown.Details();
            markdown.Timeline();
        }

        return markdown.Output.ToString();
    }

    private void Title()
    {
        var name = string.IsNullOrWhiteSpace(_report.ApplicationName) ? "" : ": " + Name(_report.ApplicationName);
        Line($"# Error report{name}");
        Line();
        Line($"Generated {Instant(_report.GeneratedAt)} UTC. All times are UTC; the window is the last {WindowName}.");
        Line();
        Line(ReportHeadline.For(_report));
    }

    private void Health()
    {
        var health = _report.Health;
        Section($"Health: {Score(health.Score)}, {health.Status.ToWireName()}");
        if (health.Factors.Count == 0 || health.Status == HealthStatus.Critical)
        {
            Line(health.Recommendation); // else it is what the table says
            Line();
        }

        if (health.Factors.Count > 0)
        {
            Header("Factor", "Value:", "Points lost:", "What to do");
            foreach (var factor in health.Factors)
            {
                Row(factor.Name, Decimal(factor.Value), Decimal(factor.Deduction), factor.Advice);
            }
        }
    }

    private void Patterns()
    {
        if (_report.RunningPatterns.Count > 0)
        {
            Section("Running patterns");
            foreach (var pattern in _report.RunningPatterns.Take(MaxPatterns))
            {
                Line($"### {PatternWords.Kind(pattern.Kind)}: {Name(pattern.Subject)}");
                Line();
                Line($"{Capital(PatternWords.Extent(pattern))}, since {Instant(pattern.DetectedAt)} ({Length(_report.GeneratedAt - pattern.DetectedAt)} ago).");
                Line();
                for (var i = 0; i < pattern.SuggestedActions.Count; i++)
                {
                    Line($"{Count(i + 1)}. {MarkdownText.Inline(pattern.SuggestedActions[i], MaxLongText)}");
                }

                Line();
            }

            More(_report.RunningPatterns.Count - MaxPatterns, "running pattern");
        }

        if (_report.EndedPatterns.Count > 0)
        {
            Section($"Patterns that ended in the last {WindowName}");
            Header("Pattern", "Of", "Extent", "From", "To");
            var rows = PatternRow.Of(_report.EndedPatterns);
            foreach (var row in rows.Take(MaxPatterns))
            {
                Row(PatternWords.Kind(row.Pattern.Kind), Name(row.Pattern.Subject), PatternWords.Extent(row), Instant(row.From), Instant(row.To));
            }

            More(rows.Count - MaxPatterns, "ended pattern");
        }
    }

    private void Circuits()
    {
        if (_report.Circuits.Count == 0)
        {
            return;
        }

        Section("Circuit breakers");
        Header("Breaker", "State", "Mode", "Summary");
        foreach (var circuit in _report.Circuits.Take(MaxCircuits))
        {
            Row(Name(circuit.Name), MarkdownText.Inline(circuit.State, 20), MarkdownText.Inline(circuit.Mode, 20), Text(circuit.Summary));
        }

        More(_report.Circuits.Count - MaxCircuits, "breaker");
        foreach (var circuit in _report.Circuits.Take(MaxCircuits).Where(static c => c.Transitions is { Count: > 0 }))
        {
            Line();
            Line($"Latest transitions of {Name(circuit.Name)}:");
            Line();
            foreach (var transition in circuit.Transitions.Take(MaxTransitions))
            {
                Line($"- {Text(transition)}");
            }
        }
    }

    private void Summary()
    {
        var statistics = _report.Statistics;
        Section("Summary");
        Header("Figure", "Value:");
        Row("Errors since the start", Count(statistics.TotalCount));
        Row($"Errors in the last {WindowName}", Count(_report.ErrorsInWindow));
        if (_report.Consequences is { } consequences)
        {
            Row("Of them, calls that failed because of another error", Count(consequences));
        }

        Row("Errors in the last hour", Count(statistics.RecentErrors1h));
        Row($"Critical errors in the last {WindowName}", Count(_report.CriticalErrors));
        Row("Rate now (last 60 s)", Rate(statistics.CurrentRatePerMinute));
        Row("Rate over the last hour", Rate(statistics.ErrorRatePerMinute));
        Row("Different errors held", Count(statistics.UniqueErrors));
        Row("New in the last hour", Count(_report.NewErrors.Count));
        Row("Observed for", Length(statistics.Uptime));
        if (statistics.EvictedRecords > 0)
        {
            Row("Different errors let go for others", $"{Count(statistics.EvictedRecords)}, with {Count(statistics.EvictedCount, "error")}");
        }

        if (statistics.CallerCancellations > 0)
        {
            Row("Callers' own cancellations (no errors)", Count(statistics.CallerCancellations));
        }

        var dropped = statistics.Ledger.Dropped.Where(static d => d.Value > 0).OrderBy(static d => d.Key).ToList();
        if (dropped.Count > 0)
        {
            Line();
            Line($"**Details were lost** for {Count(dropped.Sum(static d => d.Value), "occurrence")} of {Count(statistics.Ledger.Captured)} captured: "
                + string.Join(", ", dropped.Select(static d => $"{Reason(d.Key)} {Count(d.Value)}"))
                + $". Kept {Count(statistics.Ledger.Kept)}; counted without details, as enough like them are kept, {Count(statistics.Ledger.SampledOut)}.");
        }
    }

    private void Severities()
    {
        var breakdown = _report.Statistics.SeverityBreakdown;
        if (breakdown.Count == 0)
        {
            return;
        }

        Section("By severity, since the start");
        Header("Severity", "Errors:", "Share:");
        var total = breakdown.Values.Sum();
        foreach (var (severity, count) in breakdown.OrderByDescending(static s => s.Key))
        {
            Row(severity.ToWireName(), Count(count), Share(count, total));
        }
    }

    private void TopErrors()
    {
        var shown = Math.Min(_report.Options.TopErrors, _report.Errors.Count);
        if (shown == 0)
        {
            return;
        }

        Section($"Most frequent errors of the last {WindowName}");
        Header("#:", "Error", "Template", "Component", "Code", "Severity", "Count:", "First seen", "Last seen");
        for (var i = 0; i < shown; i++)
        {
            var (error, count) = _report.Errors[i];
            Row(
                Count(i + 1),
                Name(ShortTypeName.Of(error.ErrorType)) + StatusMark(StatusOf(error)),
                Text(error.Template),
                Name(error.Component),
                Code(error),
                error.Severity.ToWireName(),
                Count(count),
                Instant(error.FirstSeen),
                Instant(error.LastSeen));
        }

        More(_report.Errors.Count - shown, "error");
    }

    private void Timeline()
    {
        if (_report.ErrorsInWindow == 0)
        {
            return;
        }

        var bucket = TimelineChart.BucketFor(_report.Options.Window);
        Section(bucket == TimeSpan.FromHours(1) ? "Errors per hour" : bucket == TimeSpan.FromMinutes(1) ? "Errors per minute" : $"Errors per {Length(bucket)}");
        Output.Append("```text\n").Append(TimelineChart.Draw(TimelineChart.Gather(_report.Timeline, bucket))).Append("```\n");
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string Reason(DropReason reason) => reason switch
    {
        DropReason.QueueFull => "queue full",
        DropReason.Failure => "failure",
        DropReason.Reentrant => "re-entrant",
        DropReason.Evicted => "evicted",
        DropReason.Unfinished => "unfinished",
        DropReason.Muted => "muted",
        _ => reason.ToString(),
    };

    private static string Code(ErrorRecord error) => (error.Code, error.Identity) switch
    {
        ({ IsNone: false } code, { } identity) when identity != code.ToString() => $"{code}, {Name(identity)}",
        ({ IsNone: false } code, _) => code.ToString(),
        (_, { } identity) => Name(identity),
        _ => "–",
    };
}
