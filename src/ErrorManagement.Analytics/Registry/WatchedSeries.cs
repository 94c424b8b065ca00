using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Analytics.Registry;

/// <summary>One series that is watched: its detector, and what it is used to.</summary>
/// <remarks>
/// Counts are no measurements: of some two errors in five minutes, eight come by chance now and then. So the detector sees what chance does not explain:
/// how far a count is above the mean of the last day, four standard deviations of a Poisson count, and four errors more; zero for all below. What is left are rises.
/// </remarks>
internal sealed class WatchedSeries(AnomalyDetectorOptions options)
{
    private const int BucketsPerHour = 12;
    private const int BucketsPerDay = 24 * BucketsPerHour;
    private const double Deviations = 4;

    private readonly AnomalyDetector _detector = new(options);
    private readonly Queue<long> _lastHour = new(BucketsPerHour);
    private long _sum;
    private double _usual;
    private int _seen;

    /// <summary>The mean of the last hour; 0 before the first bucket.</summary>
    public double Expected => _lastHour.Count == 0 ? 0 : (double)_sum / _lastHour.Count;

    /// <summary>The highest count that chance explains.</summary>
    private double Ceiling => _usual + (Deviations * Math.Sqrt(_usual)) + AnomalyWatch.LeastErrors - 1;

    /// <summary>Scores the next bucket and learns from it.</summary>
    /// <returns>The score; 0 for a count that chance explains.</returns>
    public double Observe(DateTimeOffset at, long count)
    {
        var ceiling = Ceiling;
        var score = _detector.Observe(at, Math.Max(0, count - ceiling));
        Learn(count, ceiling);
        return count > ceiling ? score : 0;
    }

    private void Learn(long count, double ceiling)
    {
        if (_lastHour.Count == BucketsPerHour)
        {
            _sum -= _lastHour.Dequeue();
        }

        _lastHour.Enqueue(count);
        _sum += count;

        // A plain mean until a day is full. One storm raises it by little: it counts for no more than chance could have brought.
        _seen = Math.Min(_seen + 1, BucketsPerDay);
        _usual += (Math.Min(count, ceiling) - _usual) / _seen;
    }
}
