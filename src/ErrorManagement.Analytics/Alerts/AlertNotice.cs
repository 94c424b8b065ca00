namespace ErrorManagement.Analytics;

/// <summary>What is told of an alert: that it fires, or that it is over. Immutable.</summary>
public sealed record AlertNotice
{
    /// <summary>What names this notice, for receivers that want to know it again when it is sent twice. Many different values, no private data.</summary>
    public required string Id { get; init; }

    /// <summary>The alert as it was when the notice was made; its state is <see cref="AlertState.Firing"/> or <see cref="AlertState.Resolved"/>.</summary>
    public required Alert Alert { get; init; }

    /// <summary>When the notice was made, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The name of the application; null for none.</summary>
    public string? ApplicationName { get; init; }
}
