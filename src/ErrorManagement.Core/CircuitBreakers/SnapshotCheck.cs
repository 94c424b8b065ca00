namespace ErrorManagement.CircuitBreakers;

/// <summary>Whether a snapshot can be brought back: it may come from a file that anybody has edited.</summary>
internal static class SnapshotCheck
{
    private const int MostCauses = 4;
    private const int MostSlices = 1_000;
    private const int MostLastCalls = 100_000;
    private const long MostInSlice = 1_000_000_000_000; // sums of all slices stay far from the end of a long

    /// <exception cref="ArgumentException">A value is outside its bounds; the message names value and bound.</exception>
    public static void ThrowIfInvalid(CircuitBreakerSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (Find(snapshot) is { } mistake)
        {
            throw new ArgumentException(
                $"Circuit breaker '{SnapshotMistake.Show(snapshot.Name)}': {mistake.Member} of the snapshot must be {mistake.Bound}; it is {mistake.Value}.", nameof(snapshot));
        }
    }

    /// <summary>The first mistake, or null.</summary>
    public static SnapshotMistake? Find(CircuitBreakerSnapshot snapshot) =>
        Check(!string.IsNullOrWhiteSpace(snapshot.Name), "Name", "not empty", snapshot.Name)
        ?? Check(Enum.IsDefined(snapshot.State), "State", "Closed, Open or HalfOpen", (int)snapshot.State)
        ?? Check(Enum.IsDefined(snapshot.Mode), "Mode", "Automatic, Isolated, Disabled or MetricsOnly", (int)snapshot.Mode)
        ?? Check(snapshot.BreakDuration is null || snapshot.BreakDuration > TimeSpan.Zero, "BreakDuration", "null, or more than zero", snapshot.BreakDuration)
        ?? Check(
            snapshot.BreakLeft is null || (snapshot.BreakLeft >= TimeSpan.Zero && snapshot.BreakLeft <= (snapshot.BreakDuration ?? TimeSpan.MaxValue)),
            "BreakLeft", "null, or not negative and no longer than the whole break", snapshot.BreakLeft)
        ?? Check(snapshot.RampLeft is null || snapshot.RampLeft >= TimeSpan.Zero, "RampLeft", "null, or not negative", snapshot.RampLeft)
        ?? Check(snapshot.OpeningsInARow >= 0, "OpeningsInARow", "not negative", snapshot.OpeningsInARow)
        ?? Check(snapshot.ConsecutiveFailures >= 0, "ConsecutiveFailures", "not negative", snapshot.ConsecutiveFailures)
        ?? FindInList("Causes", MostCauses, snapshot.Causes, FindInCause)
        ?? FindInList("Window", MostSlices, snapshot.Window, FindInSlice)
        ?? FindInLastCalls(snapshot.LastCalls);

    private static SnapshotMistake? FindInList<T>(string list, int most, IReadOnlyList<T>? values, Func<string, T, SnapshotMistake?> find)
    {
        if (values is null || values.Count > most)
        {
            return SnapshotMistake.Of(list, $"a list of at most {most}", values?.Count);
        }

        for (var i = 0; i < values.Count; i++)
        {
            var place = $"{list}[{i}]";
            if ((values[i] is { } value ? find(place, value) : SnapshotMistake.Of(place, "there", null)) is { } mistake)
            {
                return mistake;
            }
        }

        return null;
    }

    private static SnapshotMistake? FindInCause(string place, CircuitFailureCause cause) =>
        Check(!string.IsNullOrWhiteSpace(cause.ErrorType), $"{place}.ErrorType", "the name of a type", cause.ErrorType)
        ?? Check(cause.Count >= 0, $"{place}.Count", "not negative", cause.Count);

    private static SnapshotMistake? FindInSlice(string place, CircuitWindowSlice slice) =>
        Check(slice.Age >= TimeSpan.Zero, $"{place}.Age", "not negative", slice.Age)
        ?? Check(slice.Successes is >= 0 and <= MostInSlice, $"{place}.Successes", "0 to 10^12", slice.Successes)
        ?? Check(slice.Failures is >= 0 and <= MostInSlice, $"{place}.Failures", "0 to 10^12", slice.Failures)
        ?? Check(slice.SlowCalls >= 0 && slice.SlowCalls <= slice.Successes + slice.Failures, $"{place}.SlowCalls", "0 to successes and failures together", slice.SlowCalls);

    private static SnapshotMistake? FindInLastCalls(string? marks)
    {
        if (marks is null || marks.Length > MostLastCalls)
        {
            return SnapshotMistake.Of("LastCalls", $"a text of at most {MostLastCalls} marks", marks?.Length);
        }

        foreach (var mark in marks)
        {
            if (!EndedCall.TryRead(mark, out _))
            {
                return SnapshotMistake.Of("LastCalls", "made of the marks . x s z", mark);
            }
        }

        return null;
    }

    private static SnapshotMistake? Check(bool holds, string member, string bound, object? value) => holds ? null : SnapshotMistake.Of(member, bound, value);
}
