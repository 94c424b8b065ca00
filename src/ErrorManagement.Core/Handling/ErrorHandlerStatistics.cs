namespace ErrorManagement.Handling;

/// <summary>What a handler has done since it was made. Immutable; all figures are of one moment.</summary>
/// <remarks>Calls that go well at once, and calls that their caller gave up, are in none of them. <see cref="Handled"/> = <see cref="Recovered"/> + <see cref="FallbacksUsed"/> + <see cref="Failed"/>.</remarks>
public sealed record ErrorHandlerStatistics
{
    /// <summary>Failures handled.</summary>
    public long Handled { get; init; }

    /// <summary>Of these: the operation went well when it was run again.</summary>
    public long Recovered { get; init; }

    /// <summary>Of these: a fallback answered.</summary>
    public long FallbacksUsed { get; init; }

    /// <summary>Of these: no value.</summary>
    public long Failed { get; init; }

    /// <summary>How often operations were run again.</summary>
    public long Retries { get; init; }

    /// <summary>Recovery actions that were run, or joined while another failure's ran.</summary>
    public long RecoveryActions { get; init; }

    /// <summary>Of these: the action said that it succeeded.</summary>
    public long RecoveryActionsSucceeded { get; init; }

    /// <summary>Failures handled, by category; every category is there.</summary>
    public required IReadOnlyDictionary<ErrorCategory, long> ByCategory { get; init; }

    /// <summary>Failures handled, by strategy; every strategy is there.</summary>
    public required IReadOnlyDictionary<HandlingStrategy, long> ByStrategy { get; init; }

    /// <summary>The time that handled calls took together, delays included.</summary>
    public TimeSpan TotalTime { get; init; }

    /// <summary>The components that are degraded now, in order of their names.</summary>
    public IReadOnlyList<string> DegradedComponents { get; init; } = [];

    /// <summary>Results that were not kept because 1,024 operations have results already. More than 0: operations have too many names.</summary>
    public long DroppedResults { get; init; }

    /// <summary>Events for <see cref="ErrorHandlerOptions.OnHandled"/> that were dropped because 1,024 were waiting.</summary>
    public long DroppedEvents { get; init; }

    /// <summary><see cref="TotalTime"/> / <see cref="Handled"/>; zero when nothing was handled.</summary>
    public TimeSpan AverageTime => Handled == 0 ? TimeSpan.Zero : TotalTime / Handled;

    /// <summary><see cref="Recovered"/> / <see cref="Handled"/>, 0 to 1; 0 when nothing was handled.</summary>
    public double RecoveryRate => Handled == 0 ? 0.0 : (double)Recovered / Handled;

    /// <summary><see cref="RecoveryActionsSucceeded"/> / <see cref="RecoveryActions"/>, 0 to 1; 0 when none was run.</summary>
    public double RecoveryActionSuccessRate => RecoveryActions == 0 ? 0.0 : (double)RecoveryActionsSucceeded / RecoveryActions;
}
