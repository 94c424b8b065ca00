namespace ErrorManagement.CircuitBreakers;

/// <summary>Whether a snapshot can be brought back: it may come from a file that anybody has edited.</summary>
internal static class SnapshotCheck
{
    private const long MostInSlice = 1_000_000_000_000;

    /// <exception cref="ArgumentException">A value is outside its bounds; the message names value and bound.</exception>
    public static void ThrowIfInvalid(CircuitBreakerSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Check(Enum.IsDefined(snapshot.State), "State", snapshot.State, "Closed, Open or HalfOpen");
        Check(Enum.IsDefined(snapshot.Mode), "Mode", snapshot.Mode, "Automatic, Isolated, Disabled or MetricsOnly");
        Check(snapshot.BreakLeft is null || snapshot.BreakLeft >= TimeSpan.Zero, "BreakLeft", snapshot.BreakLeft, "null, or not negative");
        Check(snapshot.OpeningsInARow >= 0, "OpeningsInARow", snapshot.OpeningsInARow, "not negative");
        Check(snapshot.ConsecutiveFailures >= 0, "ConsecutiveFailures", snapshot.ConsecutiveFailures, "not negative");
        foreach (var slice in snapshot.Window)
        {
            Check(
                slice is { Successes: >= 0 and <= MostInSlice, Failures: >= 0 and <= MostInSlice, SlowCalls: >= 0 } && slice.Age >= TimeSpan.Zero && slice.SlowCalls <= slice.Successes + slice.Failures,
                "Window", slice, "slices of 0 to 10^12 calls that are not of the future, with no more slow calls than calls");
        }

        foreach (var mark in snapshot.LastCalls)
        {
            Check(EndedCall.TryRead(mark, out _), "LastCalls", mark, "made of the marks . x s z");
        }

        void Check<T>(bool holds, string what, T value, string bound)
        {
            if (!holds)
            {
                throw new ArgumentException($"Circuit breaker '{snapshot.Name}': {what} of the snapshot must be {bound}; it is {value}.", nameof(snapshot));
            }
        }
    }
}
