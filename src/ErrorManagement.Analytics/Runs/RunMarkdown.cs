using System.Text;
using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Runs.RunFigures;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Lays an analysis out in Markdown. Pure.</summary>
/// <remarks>All foreign text goes through <see cref="MarkdownText"/>.</remarks>
internal sealed class RunMarkdown
{
    private const int MaxName = 80;
    private const int MaxText = 200;
    private const int MaxLongText = 1_000;
    private const int MaxPatterns = 50;
    private const int MaxPhases = 200;
    private const int MaxTypes = 5;
    private const int MaxNames = 10;
    private const int MaxFaults = 20;

    private readonly RunAnalysis _analysis;
    private readonly StringBuilder _text = new();

    private RunMarkdown(RunAnalysis analysis) => _analysis = analysis;

    public static string Write(RunAnalysis analysis)
    {
        var markdown = new RunMarkdown(analysis);
        markdown.Title();
        markdown.Summary();
        markdown.Phases();
        markdown.Patterns();
        markdown.Trends();
        markdown.Recommendations();
        markdown.LeftOut();
        return markdown._text.ToString();
    }

    private void Title()
    {
        Line("# Error Analysis Report");
        Line();
        Line($"**Generated:** {Instant(_analysis.GeneratedAt)}");
        Line();
        Line($"**Period:** last {Count(_analysis.Days, "day")}, since {Instant(_analysis.From)}");
    }

    private void Summary()
    {
        var summary = _analysis.Summary;
        Section("Summary");
        Line($"- **Total workflows:** {Number(summary.TotalWorkflows)}");
        Line($"- **Failed workflows:** {Number(summary.FailedWorkflows)}");
        Line($"- **Failure rate:** {TwoDecimals(summary.FailureRate)}% ({summary.Mark.ToWireName()})");
        Line(summary.MostProblematicPhase is { } phase
            ? $"- **Most problematic phase:** {Name(phase)} ({Count(summary.MostProblematicPhaseFailures, "failure")})"
            : "- **Most problematic phase:** none");
        Line($"- **Most frequent errors:** {Counts(summary.TopErrors.Select(static error => (error.Name, error.Count)))}");
        Line($"- **Categories:** {Counts(summary.ErrorCategories.Select(static category => (category.Key, category.Value)))}");
    }

    private void Phases()
    {
        var phases = _analysis.Phases.Phases;
        Section("Phase Breakdown");
        if (phases.Count == 0)
        {
            Line("No runs in this period.");
            return;
        }

        Header("Phase", "Runs:", "Errors:", "Failure rate:", "Problem", "Error types");
        foreach (var phase in phases.Take(MaxPhases))
        {
            var types = phase.ErrorTypes.Take(MaxTypes).Select(static type => (type.Key, type.Value));
            Row(Name(phase.Name), Number(phase.Runs), Number(phase.Errors), TwoDecimals(phase.FailureRate) + "%", phase.IsProblem ? "yes" : "", Counts(types));
        }

        More(phases.Count - MaxPhases, "phase");
        Line();
        Line($"{Count(_analysis.Phases.TotalErrors, "error")} in all. Most error-prone phase: {(_analysis.Phases.MostErrorPronePhase is { } worst ? Name(worst) : "none")}.");
    }

    private void Patterns()
    {
        Section("Error Patterns");
        if (_analysis.Patterns.Count == 0)
        {
            Line("No errors in this period.");
        }

        for (var i = 0; i < Math.Min(MaxPatterns, _analysis.Patterns.Count); i++)
        {
            var pattern = _analysis.Patterns[i];
            Line($"### {Number(i + 1)}. {Name(pattern.PatternName)} ({Count(pattern.Occurrences, "occurrence")})");
            Line();
            Line($"- **Category:** {Name(pattern.Category)}");
            Line($"- **Severity:** {pattern.Signature.SeverityName}");
            Line($"- **Example:** {MarkdownText.Inline(pattern.ExampleMessage, MaxText)}");
            Line($"- **Phases:** {Names(pattern.AffectedPhases)}");
            Line($"- **Workflows:** {Names(pattern.AffectedRuns)}");
            Line($"- **Recommendation:** {MarkdownText.Inline(pattern.Recommendation, MaxLongText)}");
            Line();
        }

        More(_analysis.Patterns.Count - MaxPatterns, "pattern");
    }

    private void Trends()
    {
        var trends = _analysis.Trends;
        Section("Trends");
        Line($"- **Direction:** {trends.DirectionName} ({Change(trends.Trend.ChangeIn(1))})");
        Line($"- **Average failures per day:** {TwoDecimals(trends.AverageDailyFailures)}");
        Line();
        if (trends.DailyErrors.Count == 0)
        {
            Line("No runs in this period.");
            return;
        }

        Line($"The last {RunText.ShownDays} days with runs, in UTC:");
        Line();
        Header("Date", "Runs:", "Failed:", "Failure rate:");
        foreach (var day in trends.DailyErrors.TakeLast(RunText.ShownDays))
        {
            Row(Day(day.Date), Number(day.WorkflowCount), Number(day.ErrorCount), TwoDecimals(day.FailureRate) + "%");
        }
    }

    private void Recommendations()
    {
        Section("Recommendations");
        if (_analysis.Recommendations.Count == 0)
        {
            Line("None: no pattern has two occurrences.");
            return;
        }

        Header("Severity", "Issue", "Occurrences:", "Root cause", "Solution", "Estimated fix time");
        foreach (var todo in _analysis.Recommendations.Take(MaxPatterns))
        {
            Row(todo.SeverityName, Name(todo.Issue), Number(todo.AffectedCount), Name(todo.RootCause), MarkdownText.Inline(todo.Solution, MaxLongText), todo.EstimatedFixTime);
        }

        More(_analysis.Recommendations.Count - MaxPatterns, "recommendation");
    }

    private void LeftOut()
    {
        var notes = IntakeNotes.Of(_analysis.Intake, MaxFaults);
        if (notes.Count == 0)
        {
            return;
        }

        Section("Left out");
        foreach (var note in notes)
        {
            Line(note.StartsWith("- ", StringComparison.Ordinal) ? $"  {note}" : $"- {note}");
        }
    }

    private static string Name(string text) => MarkdownText.Inline(text, MaxName);

    private static string Names(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "–",
        > MaxNames => $"{string.Join(", ", names.Take(MaxNames).Select(Name))} and {Number(names.Count - MaxNames)} more",
        _ => string.Join(", ", names.Select(Name)),
    };

    private static string Counts(IEnumerable<(string Name, long Count)> counts) =>
        string.Join(", ", counts.Select(static count => $"{Name(count.Name)} {Number(count.Count)}")) is { Length: > 0 } text ? text : "–";

    private void Section(string title)
    {
        if (_text.Length > 1 && _text[^2] != '\n')
        {
            Line();
        }

        Line($"## {title}");
        Line();
    }

    private void Header(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _text.Append("| ").Append(name.TrimEnd(':')).Append(' ');
        }

        _text.Append("|\n");
        foreach (var name in names)
        {
            _text.Append(name.EndsWith(':') ? "| ---: " : "| --- ");
        }

        _text.Append("|\n");
    }

    private void Row(params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            _text.Append("| ").Append(cell).Append(cell.Length == 0 ? "" : " ");
        }

        _text.Append("|\n");
    }

    private void More(int count, string what)
    {
        if (count > 0)
        {
            Line();
            Line($"… and {Count(count, "more " + what)}.");
        }
    }

    private void Line(string text = "") => _text.Append(text).Append('\n');
}
