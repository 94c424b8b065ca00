namespace ErrorManagement.Analytics;

/// <summary>How many errors happened in one component: an immutable snapshot.</summary>
public sealed record ComponentCount
{
    /// <summary>The component; <c>(other)</c> for what components without a series of their own left behind when their records had to go.</summary>
    public required string Component { get; init; }

    /// <summary>Occurrences, and calls that failed in consequence of them, since the start or the last clear; imported ones included.</summary>
    public long TotalCount { get; init; }

    /// <summary>Those inside the window.</summary>
    public long WindowCount { get; init; }

    /// <summary>Those of the last hour.</summary>
    public long LastHourCount { get; init; }

    /// <summary>Those inside the window whose record is open or has regressed: neither resolved, muted nor ignored.</summary>
    public long UnresolvedCount { get; init; }

    /// <summary>The critical ones among the unresolved; never fewer than there are. Of a record that happens at several severities, which of them were inside the window is not known, so that all of the window count, up to as many as were ever critical.</summary>
    public long UnresolvedCriticalCount { get; init; }
}
