namespace ErrorManagement;

/// <summary>What the policies that an error passed through know of its call: an immutable snapshot. Everything is optional.</summary>
public sealed record ResilienceNote
{
    /// <summary>Which try failed: 1 for the first; null when no retry stood around the call.</summary>
    public int? Attempt { get; init; }

    /// <summary>How many tries the retry allows, the first included; null when no retry stood around the call.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The name of the breaker that the call went through; null when there was none. Few different values.</summary>
    public string? Breaker { get; init; }

    /// <summary>The state of that breaker when it had judged the failure, as its wire name: <c>closed</c>, <c>open</c> or <c>half_open</c>; null when there was no breaker.</summary>
    public string? BreakerState { get; init; }

    /// <summary>The name of the fallback that answered in the place of the failed call; null when none did, and the caller saw the failure. Few different values.</summary>
    public string? Fallback { get; init; }
}
