namespace ErrorManagement.Analytics.Runs;

/// <summary>The phases of one analysis. Bounded in size: further ones are counted together.</summary>
internal sealed class PhaseBook(RunSettings settings)
{
    private readonly Dictionary<string, PhaseTally> _phases = new(StringComparer.Ordinal);

    /// <summary>The phase of a name that was made ready by <see cref="PhaseNames"/>.</summary>
    public PhaseTally Of(string name)
    {
        if (_phases.TryGetValue(name, out var tally))
        {
            return tally;
        }

        // The two names that stand for others are not counted among them.
        var own = _phases.Count - (_phases.ContainsKey(PhaseNames.Other) ? 1 : 0) - (_phases.ContainsKey(PhaseNames.Unknown) ? 1 : 0);
        if (own >= settings.Options.MaxPhases && name is not (PhaseNames.Other or PhaseNames.Unknown))
        {
            return Of(PhaseNames.Other);
        }

        tally = new PhaseTally(name);
        _phases.Add(name, tally);
        return tally;
    }

    /// <summary>The phase in which the most runs failed; null when none did.</summary>
    public PhaseTally? MostProblematic() => Failed().OrderByDescending(static phase => phase.Errors).ThenBy(static phase => phase.Name, StringComparer.Ordinal).FirstOrDefault();

    public RunPhaseBreakdown Read()
    {
        RunPhase[] phases =
        [
            .. _phases.Values.OrderBy(phase => settings.PlaceOf(phase.Name))
                .ThenByDescending(static phase => phase.Errors)
                .ThenBy(static phase => phase.Name, StringComparer.Ordinal)
                .Select(static phase => phase.Read()),
        ];
        return new RunPhaseBreakdown
        {
            Phases = Array.AsReadOnly(phases),
            PhaseErrorCounts = Rankings.Ordered(phases, static phase => phase.Name, static phase => phase.Errors),
            PhaseFailureRates = Rankings.Ordered(phases, static phase => phase.Name, static phase => phase.FailureRate),
            PhaseErrorTypes = Rankings.Ordered(phases.Where(static phase => phase.Errors > 0), static phase => phase.Name, static phase => phase.ErrorTypes),
            TotalErrors = phases.Sum(static phase => phase.Errors),
            MostErrorPronePhase = MostErrorProne(),
            ProblemPhases = Array.AsReadOnly([.. phases.Where(static phase => phase.IsProblem).Select(static phase => phase.Name)]),
        };
    }

    // By exact shares: what is equal when it is rounded need not be.
    private string? MostErrorProne() => Failed()
        .OrderByDescending(static phase => (decimal)phase.Errors / phase.Runs)
        .ThenByDescending(static phase => phase.Errors)
        .ThenBy(static phase => phase.Name, StringComparer.Ordinal)
        .FirstOrDefault()?.Name;

    private IEnumerable<PhaseTally> Failed() => _phases.Values.Where(static phase => phase.Errors > 0);
}
