using ErrorManagement.Analytics.Exchange;
using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <content>The parts that the reports have in common.</content>
internal sealed partial class PeriodMarkdown
{
    private const int MaxRows = 100;
    private const int MaxCircuits = 50;
    private const int MaxTransitions = 10;

    private void Title(string title, string? application, string? about)
    {
        var name = string.IsNullOrWhiteSpace(application) ? "" : ": " + Name(application);
        Line($"# {title}{name}{(about is null ? "" : name.Length > 0 ? ", " + about : ": " + about)}");
        Line();
    }

    private void Head(DateTimeOffset at, string more, IReadOnlyList<string> sentences)
    {
        Line($"Generated {Instant(at)} UTC{more}. All times are UTC.");
        Line();
        Line($"**{sentences[0]}**{string.Concat(sentences.Skip(1).Select(static sentence => " " + sentence))}");
    }

    private void Figures(params (string Figure, string Value)[] figures)
    {
        Section("Figures");
        Header("Figure", "Value:");
        foreach (var (figure, value) in figures)
        {
            Row(figure, value);
        }
    }

    private void Patterns(IReadOnlyList<DetectedPattern> patterns)
    {
        if (patterns.Count == 0)
        {
            return;
        }

        Section("Patterns");
        Header("Pattern", "Of", "Extent", "From", "To", "First to do");
        var rows = PatternRow.Of(patterns);
        foreach (var row in rows.Take(MaxPatterns))
        {
            var pattern = row.Pattern;
            Row(
                PatternWords.Kind(pattern.Kind),
                Name(pattern.Subject),
                PatternWords.Extent(row),
                Instant(row.From),
                pattern.IsActive ? "still running" : Instant(row.To),
                pattern.SuggestedActions.Count == 0 ? "–" : MarkdownText.Inline(pattern.SuggestedActions[0], MaxLongText));
        }

        More(rows.Count - MaxPatterns, "pattern");
    }

    // Closed breakers say something only where errors are to be explained.
    private void Circuits(IReadOnlyList<ReportedCircuit> circuits, long errors, bool isOver)
    {
        if (circuits.Count == 0 || (errors == 0 && circuits.All(static circuit => circuit.EndState == CircuitState.Closed && circuit.Transitions.Count == 0)))
        {
            return;
        }

        Section("Circuit breakers");
        string[] columns = isOver ? ["Breaker", "State at the end", "State now", "Mode now", "Latest change of state"] : ["Breaker", "State now", "Mode now", "Latest change of state"];
        Header(columns);
        foreach (var circuit in circuits.Take(MaxCircuits))
        {
            string[] end = isOver ? [circuit.EndState?.ToString() ?? "no longer known"] : [];
            Row([Name(circuit.Name), .. end, circuit.State.ToString(), circuit.Mode.ToString(), circuit.Transitions.Count > 0 ? Change(circuit.Transitions[^1]) : circuit.ChangesLost ? "no longer known" : "–"]);
        }

        More(circuits.Count - MaxCircuits, "breaker");
        foreach (var circuit in circuits.Take(MaxCircuits).Where(static circuit => circuit.Transitions.Count > 1))
        {
            Line();
            Line($"Changes of {Name(circuit.Name)}, newest first:");
            Line();
            foreach (var transition in circuit.Transitions.Reverse().Take(MaxTransitions))
            {
                Line($"- {Change(transition)}");
            }

            if (circuit.Transitions.Count > MaxTransitions)
            {
                Line($"- {Count(circuit.Transitions.Count - MaxTransitions)} more");
            }

            if (circuit.ChangesLost)
            {
                Line("- earlier ones are no longer known");
            }
        }
    }

    private void Severities(IReadOnlyDictionary<ErrorSeverity, long> severities, long total)
    {
        if (severities.Count == 0)
        {
            return;
        }

        Section("By severity");
        Header("Severity", "Errors:", "Share:");
        foreach (var (severity, count) in severities.OrderByDescending(static entry => entry.Key))
        {
            Row(severity.ToWireName(), Count(count), Share(count, total));
        }
    }

    private void Counts(string title, string column, IReadOnlyList<NamedCount> counts, long total, int? of = null)
    {
        if (counts.Count == 0)
        {
            return;
        }

        Section(of > counts.Count ? $"{title}: {Count(counts.Count)} of {Count(of.Value)}" : title);
        Header("#:", column, "Errors:", "Share:");
        for (var i = 0; i < Math.Min(counts.Count, MaxRows); i++)
        {
            Row(Count(i + 1), Name(counts[i].Name), Count(counts[i].Count), Share(counts[i].Count, total));
        }

        More(counts.Count - MaxRows, "line");
    }

    private void Errors(IReadOnlyList<ReportedError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        Section("Most frequent errors");
        Header("#:", "Error", "Template", "Component", "Code", "Severity", "Count:", "First seen", "Last seen", "Id");
        for (var i = 0; i < Math.Min(errors.Count, MaxRows); i++)
        {
            var error = errors[i];
            Row(
                Count(i + 1),
                Name(ShortTypeName.Of(error.ErrorType)) + (error.IsNew ? " (new)" : "") + StatusMark(error.Status),
                Text(error.Template),
                Name(error.Component),
                error.Code is null ? "–" : Name(error.Code),
                error.Severity.ToWireName(),
                Count(error.Count),
                Instant(error.FirstSeen),
                Instant(error.LastSeen),
                error.Id.IsNone ? "–" : error.Id.ToString());
        }

        More(errors.Count - MaxRows, "error");
    }

    private void Anomalies(IReadOnlyList<DetectedAnomaly> anomalies)
    {
        if (anomalies.Count == 0)
        {
            return;
        }

        Section("More than usual");
        Header("At", "Of", "Errors:", "Expected:");
        foreach (var anomaly in anomalies.Take(MaxRows))
        {
            Row(Instant(anomaly.At), anomaly.Series.Name is { } component ? Name(component) : "all errors", $"{Count(anomaly.Count)} in {Length(anomaly.Bucket)}", double.IsFinite(anomaly.Expected) ? Decimal(anomaly.Expected) : "–");
        }

        More(anomalies.Count - MaxRows, "rise");
    }

    private void Chart(string title, long errors, string chart)
    {
        if (errors > 0)
        {
            Section(title);
            Output.Append("```text\n").Append(chart).Append("```\n");
        }
    }

    private static string Change(CircuitTransitioned transition)
    {
        var length = transition.BreakDuration is { } open ? $" for {Length(open)}" : "";
        var causes = transition.Causes.Count == 0 ? "" : ": " + Text(string.Join(", ", transition.Causes));
        return $"{Instant(transition.At)} {transition.From} to {transition.To}{length} ({transition.Reason}){causes}";
    }
}
