using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Counts runs one by one, in one pass. Bounded in size however many there are: numbers for each day, phase and signature, and the latest runs, which may be given again.</summary>
internal sealed class RunTally(RunWindow window, RunSettings settings, ErrorSignatures signatures, IntakeTally intake)
{
    private const int TopErrors = 5;

    private readonly PhaseBook _phases = new(settings);
    private readonly SignatureTallies _patterns = new();
    private readonly Dictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _categories = new(StringComparer.Ordinal);
    private readonly SortedDictionary<DateOnly, (long Runs, long Failed)> _days = [];
    private readonly RecentRuns _recent = new(settings.Options.RepeatWindow);
    private long _runs;
    private long _failed;

    public void Add(WorkRun? run)
    {
        if (run is null)
        {
            intake.AddMalformed("it is null");
            return;
        }

        if (_recent.Add(run))
        {
            intake.AddReplaced();
        }

        while (_recent.TakeSurplus() is { } oldest)
        {
            Count(oldest);
        }
    }

    public void Add(RunErrorEvent? error)
    {
        CountHeld();
        if (error is null)
        {
            intake.AddEvent(WindowPlace.Undated);
            return;
        }

        var place = error.Count <= 0 ? WindowPlace.Undated : window.PlaceOf(error.At, out _);
        intake.AddEvent(place);
        if (place == WindowPlace.Inside)
        {
            Count(signatures.Match(error.Message, error.ErrorType).Signature, error.Message, PhaseNames.Of(error.Phase), PhaseNames.Of(error.RunId), error.Count);
        }
    }

    /// <summary>Counts a record of a registry in full.</summary>
    public void Add(ErrorRecord record, ErrorSignature signature)
    {
        CountHeld();
        intake.AddEvents(record.Count);
        Count(signature, record.Message, PhaseNames.Of(record.Context?.Phase), PhaseNames.Of(record.Context?.JobId), record.Count);
    }

    /// <summary>Counts what a registry has under one signature.</summary>
    public void Add(SignaturePattern pattern)
    {
        CountHeld();
        intake.AddEvents(pattern.Occurrences);
        var tally = _patterns.Of(pattern.Signature);
        tally.Add(pattern.Occurrences, pattern.ExampleMessage);
        foreach (var phase in pattern.AffectedPhases)
        {
            tally.See(PhaseNames.Of(phase), null);
        }

        foreach (var run in pattern.AffectedRuns)
        {
            tally.See(null, PhaseNames.Of(run));
        }
    }

    public RunAnalysis Read()
    {
        CountHeld();
        var patterns = _patterns.Ranked();
        var worst = _phases.MostProblematic();
        var errors = Rankings.Of(_errors);
        return new RunAnalysis
        {
            Days = window.Days,
            From = window.From,
            GeneratedAt = window.Now,
            Intake = intake.Read(),
            Summary = new RunSummary
            {
                TotalWorkflows = _runs,
                FailedWorkflows = _failed,
                FailureRate = RunFigures.Percent(_failed, _runs),
                TopErrors = Array.AsReadOnly([.. errors.Take(TopErrors).Select(static error => new NamedCount(error.Key, error.Value))]),
                MostProblematicPhase = worst?.Name,
                MostProblematicPhaseFailures = worst?.Errors ?? 0,
                ErrorCategories = Rankings.Of(_categories),
                Mark = RunMarks.Of(RunFigures.ExactPercent(_failed, _runs) ?? 0),
            },
            Phases = _phases.Read(),
            Patterns = patterns,
            Trends = new RunTrends
            {
                DailyErrors = Array.AsReadOnly([.. _days.Select(static day => new RunDay(day.Key, day.Value.Failed, RunFigures.Percent(day.Value.Failed, day.Value.Runs), day.Value.Runs))]),
                AverageDailyFailures = RunFigures.Mean(_failed, _days.Count),
                Trend = Trend.OfRates(_days.Values.Select(static day => RunFigures.ExactPercent(day.Failed, day.Runs))),
            },
            Recommendations = ErrorRecommendation.For(patterns),
        };
    }

    // Those that are still held come before what is counted beside them.
    private void CountHeld()
    {
        while (_recent.Take() is { } run)
        {
            Count(run);
        }
    }

    private void Count(WorkRun run)
    {
        var place = window.PlaceOf(run.StartedAt, out var day);
        intake.AddRun(place);
        if (place != WindowPlace.Inside)
        {
            return;
        }

        var isFailed = settings.Statuses.IsFailure(run.Status);
        _runs++;
        _failed += isFailed ? 1 : 0;
        var (runs, failed) = _days.GetValueOrDefault(day);
        _days[day] = (runs + 1, failed + (isFailed ? 1 : 0));
        AddPhases(run, isFailed);
    }

    // A failed run has an error in each phase it names; when it names none, in the one it is in. Others are in all of these phases, and failed in none.
    private void AddPhases(WorkRun run, bool isFailed)
    {
        if (!PhaseErrors.TryParse(run.PhaseErrors, out var named))
        {
            intake.AddMalformedPhaseErrors();
        }

        var current = PhaseNames.Of(run.CurrentPhase);
        foreach (var error in named)
        {
            var name = PhaseNames.Of(error.Phase) ?? PhaseNames.Unknown;
            if (isFailed)
            {
                Fail(run, name, string.IsNullOrWhiteSpace(error.Message) ? run.FailureReason : error.Message);
            }
            else
            {
                _phases.Of(name).See(_runs);
            }
        }

        if (named.Count == 0 && isFailed)
        {
            Fail(run, current ?? PhaseNames.Unknown, run.FailureReason);
        }
        else if (current is not null || named.Count == 0)
        {
            _phases.Of(current ?? PhaseNames.Unknown).See(_runs);
        }
    }

    private void Fail(WorkRun run, string phase, string? message)
    {
        var signature = signatures.Match(message).Signature;
        var name = JsonValueWriter.Valid(signature.Name);
        var category = JsonValueWriter.Valid(signature.Category);
        var tally = _phases.Of(phase);
        tally.Fail(_runs, name);
        _errors[name] = _errors.GetValueOrDefault(name) + 1;
        _categories[category] = _categories.GetValueOrDefault(category) + 1;
        Count(signature, message, tally.Name, PhaseNames.Of(run.Id), 1);
    }

    private void Count(ErrorSignature signature, string? message, string? phase, string? run, long count)
    {
        var tally = _patterns.Of(signature);
        tally.Add(count, message);
        tally.See(phase, run);
    }
}
