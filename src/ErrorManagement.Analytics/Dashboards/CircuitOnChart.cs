using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics;

/// <summary>One circuit breaker on a dashboard: an immutable snapshot.</summary>
public sealed record CircuitOnChart
{
    /// <summary>Its name. Few different values.</summary>
    public required string Name { get; init; }

    /// <summary>Its state now.</summary>
    public CircuitState State { get; init; }

    /// <summary>Its mode now.</summary>
    public CircuitMode Mode { get; init; }

    /// <summary>When the state began, UTC.</summary>
    public DateTimeOffset StateSince { get; init; }

    /// <summary>When trials may begin, counted from now; null when it is not open or stays so until it is reset.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The changes of state in the range, oldest first, and before them the last earlier one, which tells the state it began in. A breaker keeps its latest 50.</summary>
    public IReadOnlyList<CircuitTransitioned> Transitions { get; init; } = [];
}
