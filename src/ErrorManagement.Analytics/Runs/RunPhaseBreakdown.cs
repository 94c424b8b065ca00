using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>In which phases runs fail. Immutable.</summary>
/// <remarks>All lists have the phases in the same order: those of <see cref="RunAnalyticsOptions.PhaseOrder"/> first, then those with the most errors; with equal numbers in the order of their names.</remarks>
public sealed record RunPhaseBreakdown
{
    /// <summary>How many runs failed in each phase; phases without an error are there with 0. <c>phase_error_counts</c></summary>
    public IReadOnlyDictionary<string, long> PhaseErrorCounts { get; init; } = new Dictionary<string, long>();

    /// <summary>How many of the runs of each phase failed in it, in percent, two decimals. <c>phase_failure_rates</c></summary>
    public IReadOnlyDictionary<string, double> PhaseFailureRates { get; init; } = new Dictionary<string, double>();

    /// <summary>Of each phase with errors, how many have which signature. <c>phase_error_types</c></summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> PhaseErrorTypes { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, long>>();

    /// <summary>How many phase errors there are: a run that failed in two phases counts twice. <c>total_errors</c></summary>
    public long TotalErrors { get; init; }

    /// <summary>The phase with the highest rate; of equal ones the one with more errors, then the first by name. Null when there are no errors. <c>most_error_prone_phase</c></summary>
    public string? MostErrorPronePhase { get; init; }

    /// <summary>The phases in which more than 10 % of the runs failed. <c>problem_phases</c></summary>
    public IReadOnlyList<string> ProblemPhases { get; init; } = [];

    /// <summary>The phases, each with all that is known of it.</summary>
    [JsonIgnore]
    public IReadOnlyList<RunPhase> Phases { get; init; } = [];
}
