namespace ErrorManagement.Analytics.Runs;

/// <summary>What was read, and what of it was left out: the numbers add up. Immutable.</summary>
public sealed record RunIntake
{
    /// <summary>How many lines of JSON Lines were read; 0 for all other inputs, a JSON array among them. Blank, malformed and good ones: the last are <see cref="Runs"/>. <c>lines</c></summary>
    public long Lines { get; init; }

    /// <summary>How many of the lines were blank. <c>blank_lines</c></summary>
    public long BlankLines { get; init; }

    /// <summary>How many lines, or entries of a list, were no runs. <c>malformed</c></summary>
    public long Malformed { get; init; }

    /// <summary>How many runs were read: those that are counted, and the four kinds that are left out. <c>runs</c></summary>
    public long Runs { get; init; }

    /// <summary>How many runs were counted: those of the window. <c>counted</c></summary>
    public long Counted { get; init; }

    /// <summary>How many runs were left out as they started before the window. <c>older</c></summary>
    public long Older { get; init; }

    /// <summary>How many runs were left out as they start later than now. <c>future</c></summary>
    public long Future { get; init; }

    /// <summary>How many runs were left out as it is not known when they started. <c>undated</c></summary>
    public long Undated { get; init; }

    /// <summary>How many runs were left out as a later entry with the same id took their place (<see cref="RunAnalyticsOptions.RepeatWindow"/>). <c>replaced</c></summary>
    public long Replaced { get; init; }

    /// <summary>How many of the runs that were counted have phase errors that are no JSON object, and count as if they had none. <c>malformed_phase_errors</c></summary>
    public long MalformedPhaseErrors { get; init; }

    /// <summary>How many error events were read beside the runs; of a registry, how many occurrences. <c>events</c></summary>
    public long Events { get; init; }

    /// <summary>How many of the events were left out: older than the window, later than now, without a time, or empty. <c>events_left_out</c></summary>
    public long EventsLeftOut { get; init; }

    /// <summary>What was malformed, the first 20. <c>faults</c></summary>
    public IReadOnlyList<RunFault> Faults { get; init; } = [];
}
