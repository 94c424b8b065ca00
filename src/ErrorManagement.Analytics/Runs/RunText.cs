using ErrorManagement.Analytics.Signatures;
using static ErrorManagement.Analytics.Runs.RunFigures;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Lays an analysis out for a terminal. Pure.</summary>
internal sealed class RunText
{
    /// <summary>How many days of a trend are shown: the last ones.</summary>
    public const int ShownDays = 14;

    private const int MaxPatterns = 10;
    private const int MaxPhases = 50;
    private const int MaxFaults = 5;
    private const int PhaseColumn = 10;
    private const int WidestPhase = 40;
    private const int Hanging = 3;

    private readonly RunAnalysis _analysis;
    private readonly ConsolePage _page = new();

    private RunText(RunAnalysis analysis) => _analysis = analysis;

    public static string Write(RunAnalysis analysis, RunSections sections)
    {
        var text = new RunText(analysis);
        text.Title();
        text.Part(sections, RunSections.Summary, text.Summary);
        text.Part(sections, RunSections.Patterns, text.Patterns);
        text.Part(sections, RunSections.Phases, text.Phases);
        text.Part(sections, RunSections.Trends, text.Trends);
        text.Part(sections, RunSections.Recommendations, text.Recommendations);
        text.LeftOut();
        return text._page.ToString();
    }

    private void Part(RunSections sections, RunSections part, Action write)
    {
        if (sections.HasFlag(part))
        {
            _page.Blank();
            write();
        }
    }

    private void Title()
    {
        _page.Rule();
        _page.Line($"ERROR ANALYSIS - Last {Count(_analysis.Days, "Day")}");
        _page.Rule();
    }

    private void Summary()
    {
        var summary = _analysis.Summary;
        _page.Line("SUMMARY");
        _page.Line($"Total workflows: {Number(summary.TotalWorkflows)}");
        _page.Line($"Failed workflows: {Number(summary.FailedWorkflows)}");
        _page.Line($"Failure rate: {ShownPercent(summary.FailedWorkflows, summary.TotalWorkflows)}");
        _page.Line(summary.MostProblematicPhase is { } phase
            ? $"Most problematic phase: {phase} ({Count(summary.MostProblematicPhaseFailures, "failure")})"
            : "Most problematic phase: none");
        _page.Line($"Status: {summary.Mark.ToWireName()}");
    }

    private void Patterns()
    {
        _page.Line("TOP ERROR PATTERNS");
        var number = 0;
        foreach (var pattern in _analysis.Patterns.Take(MaxPatterns))
        {
            Numbered(++number, $"{pattern.PatternName} ({Count(pattern.Occurrences, "occurrence")})");
            if (pattern.ExampleMessage.Length > 0)
            {
                _page.Line($"Example: \"{pattern.ExampleMessage}\"", Hanging, Hanging);
            }

            _page.Line($"Recommendation: {pattern.Recommendation}", Hanging, Hanging);
        }

        More(_analysis.Patterns.Count, MaxPatterns, "pattern", "No errors.");
    }

    private void Phases()
    {
        _page.Line("PHASE BREAKDOWN");
        var phases = _analysis.Phases.Phases;
        var shown = phases.Take(MaxPhases).Select(static phase => (Name: ConsoleText.Cut(ConsoleText.Clean(phase.Name), WidestPhase), Phase: phase)).ToArray();
        var column = shown.Select(static phase => ConsoleText.Width(phase.Name) + 2).Append(PhaseColumn).Max();
        foreach (var (name, phase) in shown)
        {
            var gap = new string(' ', column - ConsoleText.Width(name) - 1);
            var flag = phase.IsProblem ? " <- problem" : "";
            _page.Clean($"{name}:{gap}{Count(phase.Errors, "error")} ({ShownPercent(phase.Errors, phase.Runs)}){flag}", hanging: column);
        }

        More(phases.Count, MaxPhases, "phase", "No phases.");
    }

    private void Trends()
    {
        var trends = _analysis.Trends;
        _page.Line($"FAILURE TREND (last {ShownDays} days with runs)");
        _page.Line($"Direction: {trends.DirectionName} ({Change(trends.Trend.ChangeIn(1))})");
        _page.Line($"Average failures per day: {TwoDecimals(trends.AverageDailyFailures)}");
        foreach (var day in trends.DailyErrors.TakeLast(ShownDays))
        {
            _page.Clean($"{Day(day.Date)}: {Number(day.ErrorCount)} of {Count(day.WorkflowCount, "run")} failed ({ShownPercent(day.ErrorCount, day.WorkflowCount)})");
        }

        if (trends.DailyErrors.Count == 0)
        {
            _page.Line("No runs.");
        }
    }

    private void Recommendations()
    {
        _page.Line("RECOMMENDATIONS");
        var number = 0;
        foreach (var todo in _analysis.Recommendations.Take(MaxPatterns))
        {
            Recommendation(++number, todo);
        }

        More(_analysis.Recommendations.Count, MaxPatterns, "recommendation", "None: no pattern has two occurrences.");
    }

    private void Recommendation(int number, ErrorRecommendation todo)
    {
        Numbered(number, $"[{todo.SeverityName}] {todo.Issue} ({Count(todo.AffectedCount, "occurrence")})");
        _page.Line($"Root cause: {todo.RootCause}", Hanging, Hanging);
        _page.Line($"Solution: {todo.Solution}", Hanging, Hanging);
        _page.Line($"Estimated fix time: {todo.EstimatedFixTime}", Hanging, Hanging);
    }

    // Nothing is left out silently.
    private void LeftOut()
    {
        var notes = IntakeNotes.Of(_analysis.Intake, MaxFaults);
        if (notes.Count == 0)
        {
            return;
        }

        _page.Blank();
        _page.Line("LEFT OUT");
        foreach (var note in notes)
        {
            _page.Line(note, hanging: Hanging);
        }
    }

    private void Numbered(int number, string text) => _page.Line($"{Number(number)}. {text}", hanging: Hanging);

    private void More(int all, int shown, string what, string none)
    {
        if (all == 0)
        {
            _page.Line(none);
        }
        else if (all > shown)
        {
            _page.Line($"… and {Count(all - shown, "more " + what)}");
        }
    }
}
