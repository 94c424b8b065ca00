using System.Globalization;
using ErrorManagement.CircuitBreakers;

namespace QuickStart;

/// <summary>Says in words what a breaker did and why.</summary>
internal static class BreakerStory
{
    public static string Tell(CircuitTransitioned change) => change.To switch
    {
        CircuitState.Open => $"BREAKER OPEN: {Why(change)}{Causes(change)}{Next(change)}",
        CircuitState.HalfOpen => "BREAKER HALF-OPEN: the break is over; a trial call may go through",
        _ => $"BREAKER CLOSED: {Why(change)}; calls go through again",
    };

    private static string Why(CircuitTransitioned change) => change.Reason switch
    {
        CircuitTransitionReason.ConsecutiveFailures => $"{change.FailureCount} failures in a row",
        CircuitTransitionReason.FailuresInWindow => $"{change.FailureCount} failures in the window",
        CircuitTransitionReason.FailureRate => "too large a share of calls failed",
        CircuitTransitionReason.TrialFailed => "the trial failed",
        CircuitTransitionReason.TrialsSucceeded => $"{change.SuccessCount} trials went well",
        CircuitTransitionReason.HalfOpenTimedOut => "the trials took too long",
        CircuitTransitionReason.Manual => "someone asked for it",
        _ => change.Reason.ToString(),
    };

    private static string Causes(CircuitTransitioned change) => change.Causes.Count == 0 ? "" : $", {string.Join(", ", change.Causes)}";

    private static string Next(CircuitTransitioned change) =>
        change.BreakDuration is { } wait ? string.Create(CultureInfo.InvariantCulture, $"; next trial in {wait.TotalSeconds:0.0} s") : "";
}
