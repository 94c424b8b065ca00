namespace ErrorManagement.Analytics.Alerts;

/// <summary>A rule of the host's own, in code. Immutable.</summary>
public sealed record AlertRule
{
    /// <summary>Its name on the wire, such as <c>queue_too_long</c>: at least 1 and at most 100 characters, inclusive; no other rule has it. Few different values, no private data.</summary>
    public required string Name { get; init; }

    /// <summary>Says what holds now; nothing when nothing does. Runs at each evaluation, on a thread of the pool or the caller's, one rule after the other: quickly, and without waiting. What it throws is counted and logged, and leaves its alerts as they were.</summary>
    public required Func<AlertSnapshot, IEnumerable<AlertFinding>> Find { get; init; }

    /// <summary>How bad it is where a finding says nothing else. Default <see cref="ErrorSeverity.Warning"/>.</summary>
    public ErrorSeverity Severity { get; init; } = ErrorSeverity.Warning;

    /// <summary>Labels that all its alerts get, such as <c>team=payments</c>; those of a finding come first. At most 8.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it must hold before it fires, at least zero and at most 24 hours, inclusive; null for <see cref="AlertOptions.For"/>.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How long it must have ceased to hold before it is over, at least zero and at most 24 hours, inclusive; null for <see cref="AlertOptions.KeepFiring"/>.</summary>
    public TimeSpan? KeepFiring { get; init; }
}
