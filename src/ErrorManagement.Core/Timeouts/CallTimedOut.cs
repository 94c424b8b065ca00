namespace ErrorManagement.Timeouts;

/// <summary>A call ended because a time-out policy cancelled it.</summary>
/// <param name="PolicyName">The name of the time-out policy. Few different values.</param>
/// <param name="Timeout">How long the call was allowed to take.</param>
/// <param name="GaveUpWaiting">Whether the operation was left running; see <see cref="TimeoutOptions.GivesUpWaiting"/>.</param>
/// <param name="At">When, UTC.</param>
public sealed record CallTimedOut(string PolicyName, TimeSpan Timeout, bool GaveUpWaiting, DateTimeOffset At);
