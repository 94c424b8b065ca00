using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics;

/// <summary>What a report says of one circuit breaker: an immutable snapshot.</summary>
public sealed record ReportedCircuit
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its state when the report was made.</summary>
    public CircuitState State { get; init; }

    /// <summary>Its state at the end of the time the report is about, or when the report was made, whichever was earlier; <see cref="State"/> where nothing else is said. Null where that is no longer known.</summary>
    public CircuitState? EndState
    {
        get => field ?? (ChangesLost ? null : State);
        init;
    }

    /// <summary>Whether it may have changed its state in that time more often than is known: a breaker keeps its latest changes only.</summary>
    public bool ChangesLost { get; init; }

    /// <summary>Its mode when the report was made.</summary>
    public CircuitMode Mode { get; init; }

    /// <summary>The changes of its state in the time the report is about, oldest first, and before them the last one earlier, which tells the state it began in. A breaker keeps its latest 50.</summary>
    public IReadOnlyList<CircuitTransitioned> Transitions { get; init; } = [];
}
