namespace ErrorManagement.Analytics.Tests.Anomalies;

/// <summary>Series for tests: five-minute buckets from noon on.</summary>
internal static class SeriesOf
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<SeriesPoint> Counts(params long[] counts) => [.. counts.Select((count, i) => new SeriesPoint(Start.AddMinutes(5 * i), count))];

    /// <summary>So many buckets, all empty but those given.</summary>
    public static IReadOnlyList<SeriesPoint> Filled(int length, params (int Index, long Count)[] filled)
    {
        var counts = new long[length];
        foreach (var (index, count) in filled)
        {
            counts[index] = count;
        }

        return Counts(counts);
    }
}
