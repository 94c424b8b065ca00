using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Analytics.Registry;

/// <summary>One series that is watched: its detector, and what the last hour was like.</summary>
internal sealed class WatchedSeries(AnomalyDetectorOptions options)
{
    private const int BucketsPerHour = 12;

    private readonly AnomalyDetector _detector = new(options);
    private readonly Queue<long> _lastHour = new(BucketsPerHour);
    private long _sum;

    /// <summary>The mean of the last hour; 0 before the first bucket.</summary>
    public double Expected => _lastHour.Count == 0 ? 0 : (double)_sum / _lastHour.Count;

    /// <summary>Scores the next bucket and learns from it.</summary>
    public double Observe(DateTimeOffset at, long count)
    {
        if (_lastHour.Count == BucketsPerHour)
        {
            _sum -= _lastHour.Dequeue();
        }

        _lastHour.Enqueue(count);
        _sum += count;

        // A handful of errors is no anomaly: below that, all counts look alike to the detector.
        return _detector.Observe(at, Math.Max(count, AnomalyWatch.LeastErrors - 1));
    }
}
