using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Timeouts;

/// <summary>
/// The leases of one policy. On the system's clock they are pooled and, from <see cref="ShortestSwept"/> on, watched together by one timer, which
/// runs only while calls are under way: a call then costs two interlocked operations and no timer. Shorter time-outs have a timer of their own,
/// to be exact. On any other clock each call has a source and a timer of that clock.
/// </summary>
internal sealed class TimeoutLeases(TimeSpan timeout, TimeProvider timeProvider)
{
    /// <summary>The shortest time-out for which lateness by a sweep does not matter.</summary>
    public static readonly TimeSpan ShortestSwept = TimeSpan.FromMilliseconds(500);

    private const int PlacesPerProcessor = 64;
    private const int Probes = 8;
    private const int SweepsBeforeRest = 4;
    private static readonly TimeSpan LongestSweep = TimeSpan.FromMilliseconds(250);

    private static readonly int Places = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(PlacesPerProcessor * Environment.ProcessorCount));

    private readonly MonotonicClock _clock = new(timeProvider);
    private readonly bool _isSystem = ReferenceEquals(timeProvider, TimeProvider.System);
    private readonly bool _isSwept = timeout >= ShortestSwept;
    private readonly TimeSpan _sweep = timeout / 32 < LongestSweep ? timeout / 32 : LongestSweep;
    private readonly Lock _gate = new();
    private readonly TimeoutLease?[] _pool = ReferenceEquals(timeProvider, TimeProvider.System) ? new TimeoutLease?[Places] : [];
    private ITimer? _timer;
    private int _isSweeping;
    private int _idleSweeps;

    /// <summary>Starts the time of a call.</summary>
    public TimeoutLease Rent(CancellationToken caller)
    {
        var now = _clock.Now;
        var lease = _isSystem ? RentPooled(now) : Make(new CancellationTokenSource(timeout, timeProvider), TimeoutLease.OwnTimer, position: -1);
        lease.EndAt(now + timeout.Ticks);
        if (caller.CanBeCanceled)
        {
            lease.Follow(caller);
        }

        return lease;
    }

    /// <summary>Ends the time of a call.</summary>
    public void Return(TimeoutLease lease)
    {
        if (lease.TryFree() && lease.Position >= 0)
        {
            return;
        }

        TimedTokens.Shared.Remove(lease);
        if (lease.Position >= 0)
        {
            Volatile.Write(ref _pool[lease.Position], null);
        }
    }

    /// <summary>Listed once, when it is made: a call that uses it again pays nothing for that.</summary>
    private TimeoutLease Make(CancellationTokenSource source, long deadline, int position)
    {
        var made = new TimeoutLease(source, _clock, deadline, position);
        TimedTokens.Shared.Add(made);
        return made;
    }

    private TimeoutLease RentPooled(long now)
    {
        var deadline = _isSwept ? _clock.Deadline(now, timeout) : TimeoutLease.OwnTimer;
        var lease = Take(deadline);
        if (!_isSwept || lease.Position < 0)
        {
            lease.StartTimer(timeout);
        }
        else if (Volatile.Read(ref _isSweeping) == 0)
        {
            StartSweeping();
        }

        return lease;
    }

    private TimeoutLease Take(long deadline)
    {
        var start = Environment.CurrentManagedThreadId * Probes;
        for (var probe = 0; probe < Probes; probe++)
        {
            var position = (start + probe) & (_pool.Length - 1);
            var lease = Volatile.Read(ref _pool[position]);
            if (lease is null)
            {
                var made = new TimeoutLease(new CancellationTokenSource(), _clock, deadline, position);
                if (Interlocked.CompareExchange(ref _pool[position], made, null) is null)
                {
                    TimedTokens.Shared.Add(made);
                    return made;
                }
            }
            else if (lease.TryTake(deadline))
            {
                return lease;
            }
        }

        // Very many calls at once: a source and a timer for this call alone, and the pool stays bounded.
        return Make(new CancellationTokenSource(), TimeoutLease.OwnTimer, position: -1);
    }

    private void StartSweeping()
    {
        lock (_gate)
        {
            if (_isSweeping != 0)
            {
                return;
            }

            _idleSweeps = 0;
            Volatile.Write(ref _isSweeping, 1);
            if (_timer is null)
            {
                // The timer lives as long as the policy: it must not keep the first caller's ambient values.
                using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
                {
                    _timer = timeProvider.CreateTimer(static state => ((TimeoutLeases)state!).Sweep(), this, _sweep, _sweep);
                }
            }
            else
            {
                _timer.Change(_sweep, _sweep);
            }
        }
    }

    private void Sweep()
    {
        if (ExpireDue())
        {
            Volatile.Write(ref _idleSweeps, 0);
            return;
        }

        if (Interlocked.Increment(ref _idleSweeps) < SweepsBeforeRest)
        {
            return;
        }

        lock (_gate)
        {
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Interlocked.Exchange(ref _isSweeping, 0);
        }

        // A call that began in between saw the sweeper at work and started nothing: either it is seen here, or it saw the zero.
        if (ExpireDue())
        {
            StartSweeping();
        }
    }

    /// <summary>Cancels what is over.</summary>
    /// <returns>Whether calls are under way.</returns>
    private bool ExpireDue()
    {
        var now = _clock.Now;
        var busy = false;
        for (var i = 0; i < _pool.Length; i++)
        {
            if (Volatile.Read(ref _pool[i]) is not { IsTaken: true } lease)
            {
                continue;
            }

            busy = true;
            if (lease.TryExpire(now))
            {
                // Callbacks on the token are the operation's code: not on this thread.
                ThreadPool.UnsafeQueueUserWorkItem(static expired => expired.Cancel(), lease, preferLocal: false);
            }
        }

        return busy;
    }
}
