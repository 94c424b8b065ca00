using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>How many runs there were, how many failed, and of what. Immutable.</summary>
public sealed record RunSummary
{
    /// <summary>How many runs started in the window, those that still run included. <c>total_workflows</c></summary>
    public long TotalWorkflows { get; init; }

    /// <summary>How many of them failed. <c>failed_workflows</c></summary>
    public long FailedWorkflows { get; init; }

    /// <summary>How many of them failed, in percent, from 0 to 100, rounded to two decimals, half away from zero; 0 without runs. <c>failure_rate</c></summary>
    public double FailureRate { get; init; }

    /// <summary>The five signatures with the most errors of failed runs, most first; with equal numbers in the order of their names. Error events are not among them. <c>top_errors</c></summary>
    public IReadOnlyList<NamedCount> TopErrors { get; init; } = [];

    /// <summary>The phase in which the most runs failed; of equal ones the first by name; null when none failed. <c>most_problematic_phase</c></summary>
    public string? MostProblematicPhase { get; init; }

    /// <summary>How many errors of failed runs each category of signatures has, most first; with equal numbers in the order of their names. <c>error_categories</c></summary>
    public IReadOnlyDictionary<string, long> ErrorCategories { get; init; } = new Dictionary<string, long>();

    /// <summary>In how many runs <see cref="MostProblematicPhase"/> failed; 0 when there is none.</summary>
    [JsonIgnore]
    public long MostProblematicPhaseFailures { get; init; }

    /// <summary>How bad the failure rate is, judged before it was rounded.</summary>
    [JsonIgnore]
    public RunMark Mark { get; init; }
}
