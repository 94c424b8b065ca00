namespace ErrorManagement.Analytics.Runs;

/// <summary>One phase of the runs. Immutable.</summary>
public sealed record RunPhase
{
    /// <summary>Its name, at most 200 characters; <c>Unknown</c> for runs of which no phase is known, <c>(other)</c> for what the phases beyond the largest number share.</summary>
    public required string Name { get; init; }

    /// <summary>How many runs are or ended in it, or name it in their phase errors.</summary>
    public long Runs { get; init; }

    /// <summary>How many runs failed in it.</summary>
    public long Errors { get; init; }

    /// <summary>How many of its runs failed in it, in percent, from 0 to 100, rounded to two decimals, half away from zero.</summary>
    public double FailureRate { get; init; }

    /// <summary>Whether more than 10 % of its runs failed in it, judged before it was rounded; as much is none.</summary>
    public bool IsProblem { get; init; }

    /// <summary>How many of its errors have which signature, most first; with equal numbers in the order of their names.</summary>
    public IReadOnlyDictionary<string, long> ErrorTypes { get; init; } = new Dictionary<string, long>();
}
