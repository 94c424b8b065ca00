using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Analytics.Tests.Anomalies;

/// <summary>Series made by seeded generators, and what the shipped detector says of them.</summary>
internal static class SeededSeries
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly double Threshold = new AnomalyDetectorOptions().AlarmThreshold;

    /// <summary>The rows at which a series of one value each so many minutes alarms.</summary>
    public static List<int> Alarms(int seed, int count, Func<int, Random, double> value, double minutes = 5)
    {
        var random = new Random(seed);
        var detector = new AnomalyDetector();
        var alarms = new List<int>();
        for (var i = 0; i < count; i++)
        {
            if (detector.Observe(Start.AddMinutes(minutes * i), value(i, random)) >= Threshold)
            {
                alarms.Add(i);
            }
        }

        return alarms;
    }

    /// <summary>Noise of mean 100 and deviation 5.</summary>
    public static double Noise(Random random) => 100 + (5 * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6));
}
