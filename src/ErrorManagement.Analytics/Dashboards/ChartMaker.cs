using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Series;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Dashboards;

/// <summary>Makes charts of what was read. Pure.</summary>
internal static class ChartMaker
{
    private const int RecordsOfType = 3;
    private const int MostEnded = 20;

    public static ErrorTimelineChart Timeline(ChartRange range, RangeCounts reading, TimeSpan bucket, IReadOnlyList<DetectedAnomaly> anomalies) => new()
    {
        From = range.From,
        To = range.To,
        Bucket = bucket,
        Data = ChartRange.Gather(reading.Points, bucket),
        TotalErrors = reading.Total,
        Anomalies = [.. anomalies.Where(anomaly => anomaly.At >= range.From && anomaly.At < range.To).OrderBy(static anomaly => anomaly.At)],
    };

    public static ErrorRateChart Rate(ChartRange range, RangeCounts reading, TimeSpan bucket) => new()
    {
        From = range.From,
        To = range.To,
        Bucket = bucket,
        Data = [.. ChartRange.Gather(reading.Points, bucket).Select(point => new ErrorRatePoint(point.At, point.Count / bucket.TotalMinutes))],
    };

    public static ErrorDistributionChart Severities(ChartRange range, RangeCounts reading) => new()
    {
        Title = "Errors by severity",
        From = range.From,
        To = range.To,
        Data = [.. reading.Severities.OrderByDescending(static entry => entry.Key).Select(static entry => new NamedCount(entry.Key.ToWireName(), entry.Value))],
        TotalErrors = reading.Total,
    };

    /// <param name="range">The range.</param>
    /// <param name="reading">What was read.</param>
    /// <param name="limit">How many components are told apart, at least 1: those with the fewest errors are shown together.</param>
    public static ErrorDistributionChart Components(ChartRange range, RangeCounts reading, int limit)
    {
        var components = reading.Components;
        if (components.Count > limit)
        {
            var shown = components.Where(static component => component.Name != SeriesBook.Overflow).Take(limit - 1).ToList();
            shown.Add(new NamedCount(SeriesBook.Overflow, components.Sum(static component => component.Count) - shown.Sum(static component => component.Count)));
            shown.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Name, b.Name));
            components = shown;
        }

        return new ErrorDistributionChart { Title = "Errors by component", From = range.From, To = range.To, Data = components, TotalErrors = reading.Total };
    }

    public static TopErrorsChart TopErrors(ChartRange range, RangeCounts reading, int limit)
    {
        var types = new Dictionary<string, (long Count, int Records)>(StringComparer.Ordinal);
        foreach (var record in reading.Records)
        {
            ref var type = ref CollectionsMarshal.GetValueRefOrAddDefault(types, record.ErrorType, out _);
            type = (type.Count + record.Count, type.Records + 1);
        }

        var top = Largest(types, limit);
        var behind = top.ToDictionary(static type => type, static _ => new List<RecordCount>(RecordsOfType + 1), StringComparer.Ordinal);
        foreach (var record in reading.Records)
        {
            if (behind.TryGetValue(record.ErrorType, out var largest))
            {
                Keep(largest, record);
            }
        }

        var shown = top.Sum(type => types[type].Count);
        return new TopErrorsChart
        {
            From = range.From,
            To = range.To,
            Data = [.. top.Select(type => new TopError
            {
                ErrorType = type,
                Count = types[type].Count,
                RecordCount = types[type].Records,
                Records = [.. behind[type].Select(static record => new TopErrorRecord(record.Id, record.Component, record.Template, record.Count))],
            })],
            TotalErrors = reading.Total,
            OtherErrors = Math.Max(0, reading.Total - reading.Unheld - shown),
            UnheldErrors = reading.Unheld,
        };
    }

    /// <summary>The episodes of a range that run, and the newest of those that ended.</summary>
    public static PatternChoice ChoiceOf(ChartRange range) => new(range.From.UtcTicks, range.To.UtcTicks, MostEnded);

    /// <param name="chosen">What <see cref="ChoiceOf"/> chose.</param>
    public static PatternAlertsChart Patterns(ChosenPatterns chosen) => new()
    {
        Data = [.. chosen.Patterns.Where(static pattern => pattern.IsActive).Select(PatternAlert.Of)],
        EndedCount = chosen.Ended,
        Ended = [.. chosen.Patterns.Where(static pattern => !pattern.IsActive).Select(PatternAlert.Of)],
    };

    public static CircuitBreakersChart Breakers(ChartRange range, ICircuitBreakerRegistry? registry, int limit)
    {
        var breakers = (registry?.All ?? []).Select(static breaker => (Breaker: breaker, breaker.State)).ToList();
        return new CircuitBreakersChart
        {
            Count = breakers.Count,
            Open = breakers.Count(static one => one.State == CircuitState.Open),
            HalfOpen = breakers.Count(static one => one.State == CircuitState.HalfOpen),
            Data = [.. breakers.OrderBy(static one => Rank(one.State)).ThenBy(static one => one.Breaker.Name, StringComparer.Ordinal).Take(limit).Select(one => Of(range, one.Breaker.GetMetrics()))],
        };
    }

    private static int Rank(CircuitState state) => state switch
    {
        CircuitState.Open => 0,
        CircuitState.HalfOpen => 1,
        _ => 2,
    };

    private static CircuitOnChart Of(ChartRange range, CircuitBreakerMetrics metrics)
    {
        var changes = metrics.Transitions.Where(change => change.At < range.To).ToList();
        return new CircuitOnChart
        {
            Name = metrics.Name,
            State = metrics.State,
            Mode = metrics.Mode,
            StateSince = metrics.StateSince,
            RetryAfter = metrics.RetryAfter,
            Transitions = [.. changes.Skip(Math.Max(0, changes.FindLastIndex(change => change.At < range.From)))],
        };
    }

    /// <summary>The names with the largest counts, falling, of equal ones by name.</summary>
    private static List<string> Largest(Dictionary<string, (long Count, int Records)> types, int limit)
    {
        var queue = new PriorityQueue<string, (long Count, string Name)>(Comparer<(long Count, string Name)>.Create(static (a, b) =>
            a.Count != b.Count ? a.Count.CompareTo(b.Count) : string.CompareOrdinal(b.Name, a.Name)));
        foreach (var (name, type) in types)
        {
            if (queue.Count < limit)
            {
                queue.Enqueue(name, (type.Count, name));
            }
            else if (limit > 0)
            {
                queue.EnqueueDequeue(name, (type.Count, name));
            }
        }

        var largest = new List<string>(queue.Count);
        while (queue.TryDequeue(out var name, out _))
        {
            largest.Add(name);
        }

        largest.Reverse();
        return largest;
    }

    // For each of many records: nothing is made new on the way.
    private static void Keep(List<RecordCount> largest, in RecordCount record)
    {
        var place = largest.Count;
        while (place > 0 && IsBefore(record, largest[place - 1]))
        {
            place--;
        }

        if (place < RecordsOfType)
        {
            largest.Insert(place, record);
            if (largest.Count > RecordsOfType)
            {
                largest.RemoveAt(RecordsOfType);
            }
        }
    }

    private static bool IsBefore(in RecordCount a, in RecordCount b) => a.Count != b.Count ? a.Count > b.Count : a.Id.Value < b.Id.Value;
}
