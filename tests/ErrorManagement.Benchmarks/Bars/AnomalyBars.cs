using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P14: the anomaly detector beside the mean and deviation of the last 1,000 values.</summary>
internal static class AnomalyBars
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly double[] Values = Noise(4_096);

    public static IEnumerable<Bar> All =>
    [
        new Bar(14, "anomaly detector, one observation", 20, "x", Observation),
        new Bar(14, "anomaly detector, one observation", 0, "B", ObservationBytes),
        new Bar(14, "anomaly detector, a series", 4_096, "B", SeriesBytes),
        Bar.Information(14, "anomaly detector, one observation", "ns", () => Timing.Each(Observe())[0]),
    ];

    private static double Observation()
    {
        var window = new RunningDeviation(1_000);
        return Timing.Ratio(
            Observe(),
            times =>
            {
                var sum = 0.0;
                for (var i = 0; i < times; i++)
                {
                    sum += window.Add(Values[i & 4_095]);
                }

                GC.KeepAlive(sum);
            });
    }

    private static double ObservationBytes() => Timing.Bytes(Observe());

    /// <summary>What one detector takes, its state included, the mean of many.</summary>
    private static double SeriesBytes()
    {
        const int Count = 1_000;
        var detectors = new AnomalyDetector[Count];
        _ = new AnomalyDetector();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
        {
            detectors[i] = new AnomalyDetector();
            for (var k = 0; k < 100; k++)
            {
                detectors[i].Observe(Start.AddMinutes(30 * k), Values[k]);
            }
        }

        var after = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(detectors);
        return Math.Round((after - before) / (double)Count);
    }

    /// <summary>A minute series with noise, a day and spikes, which goes on from batch to batch.</summary>
    private static Action<int> Observe()
    {
        var detector = new AnomalyDetector();
        var minute = 0;
        return times =>
        {
            for (var i = 0; i < times; i++)
            {
                detector.Observe(new DateTimeOffset(Start.Ticks + (minute++ * TimeSpan.TicksPerMinute), TimeSpan.Zero), Values[minute & 4_095]);
            }
        };
    }

    private static double[] Noise(int count)
    {
        var random = new Random(14);
        return [.. Enumerable.Range(0, count).Select(i => 100 + (20 * Math.Sin(i * Math.Tau / 1_440)) + (10 * random.NextDouble()) + (random.Next(500) == 0 ? 200 : 0))];
    }
}
