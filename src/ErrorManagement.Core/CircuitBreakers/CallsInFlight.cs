namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// How many calls in flight already run longer than a threshold. Starts are counted in buckets of a sixteenth of the threshold; a bucket counts as overdue once
/// its youngest call is, so a call is never overdue early and at most a sixteenth late. Start and end cost the same however many calls there are.
/// </summary>
/// <remarks>
/// Every processor has buckets of its own; a call may end on another one than it started on, since only sums are read. An instant must not be older than the call's true start:
/// a coarse clock's step has to be taken off the instant given to <see cref="Overdue"/>. Safe on any thread; each stripe has a lock, held for a few instructions.
/// </remarks>
internal sealed class CallsInFlight
{
    private const int BucketsPerThreshold = 16;
    private const int Buckets = 32; // a bucket comes to be used again when its calls are overdue by far

    private readonly int _mask = Stripes.Count - 1;
    private readonly long _threshold;
    private readonly long _width;
    private readonly Stripe[] _stripes = new Stripe[Stripes.Count];

    /// <param name="threshold">How long is too long: calls that run longer are overdue; at least one tick.</param>
    public CallsInFlight(TimeSpan threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, TimeSpan.FromTicks(1));
        _threshold = threshold.Ticks;
        _width = Math.Max(1, _threshold / BucketsPerThreshold);
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new Stripe();
        }
    }

    /// <summary>How many calls are in flight, whatever their age.</summary>
    public long Total => Sum(long.MaxValue);

    /// <summary>A call starts.</summary>
    public void Start(long now) => _stripes[Stripes.Current(_mask)].Add(now / _width, 1);

    /// <summary>A call ends; once for each start, with the same instant.</summary>
    public void End(long startedAt) => _stripes[Stripes.Current(_mask)].Add(startedAt / _width, -1);

    /// <summary>How many calls surely run longer than the threshold at this instant.</summary>
    public long Overdue(long now) => Sum(((now - _threshold) / _width) - 1);

    private long Sum(long newestBucket)
    {
        // A call that moves between stripes while they are read has been in flight at the beginning; below zero is an end whose start was read too early.
        long sum = 0;
        foreach (var stripe in _stripes)
        {
            sum += stripe.Sum(newestBucket);
        }

        return Math.Max(0, sum);
    }

    private sealed class Stripe
    {
        private readonly Lock _gate = new();
        private readonly long[] _bucketAt = new long[Buckets];
        private readonly long[] _counts = new long[Buckets];
        private long _older;

        public void Add(long bucket, int change)
        {
            var slot = (int)(bucket & (Buckets - 1));
            lock (_gate)
            {
                if (_bucketAt[slot] > bucket)
                {
                    _older += change; // its bucket was given to later calls
                    return;
                }

                if (_bucketAt[slot] < bucket)
                {
                    _older += _counts[slot];
                    _counts[slot] = 0;
                    _bucketAt[slot] = bucket;
                }

                _counts[slot] += change;
            }
        }

        public long Sum(long newestBucket)
        {
            lock (_gate)
            {
                var sum = _older;
                for (var slot = 0; slot < Buckets; slot++)
                {
                    sum += _bucketAt[slot] <= newestBucket ? _counts[slot] : 0;
                }

                return sum;
            }
        }
    }
}
