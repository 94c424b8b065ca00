using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Timeouts;

/// <summary>
/// The leases of one policy. On the system's clock they are pooled and, from <see cref="ShortestSwept"/> on, watched together by one timer, which
/// runs only while calls are under way: a call then costs one interlocked operation, no timer, and no look at the clock. Shorter time-outs have a
/// timer of their own, to be exact. On any other clock each call has a source and a timer of that clock.
/// </summary>
/// <remarks>
/// The first half of the pool has a place for each thread, by its number, which no other living thread has: only that thread takes the lease there. The second
/// half is for everybody.
/// </remarks>
internal sealed class TimeoutLeases(TimeSpan timeout, TimeProvider timeProvider)
{
    /// <summary>The shortest time-out for which lateness by a sweep does not matter.</summary>
    public static readonly TimeSpan ShortestSwept = TimeSpan.FromMilliseconds(500);

    private const int PlacesPerProcessor = 64;
    private const int Probes = 8;
    private const int SweepsBeforeRest = 4;

    // A call is late by two sweeps at most: it is seen by one after it began, and ended by one after its time is over.
    private const int SweepsPerTimeout = 64;
    private static readonly TimeSpan LongestSweep = TimeSpan.FromMilliseconds(125);

    private static readonly int Places = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(PlacesPerProcessor * Environment.ProcessorCount));

    private readonly MonotonicClock _clock = new(timeProvider);
    private readonly bool _isSystem = ReferenceEquals(timeProvider, TimeProvider.System);
    private readonly bool _isSwept = timeout >= ShortestSwept;
    private readonly TimeSpan _sweep = timeout / SweepsPerTimeout < LongestSweep ? timeout / SweepsPerTimeout : LongestSweep;
    private readonly Lock _gate = new();
    private readonly Lock _sweepGate = new();
    private readonly TimeoutLease?[] _pool = ReferenceEquals(timeProvider, TimeProvider.System) ? new TimeoutLease?[2 * Places] : [];
    private ITimer? _timer;
    private int _isSweeping;
    private int _idleSweeps;

    /// <summary>Starts the time of a call.</summary>
    public TimeoutLease Rent(CancellationToken caller)
    {
        var lease = _isSystem ? RentPooled() : MakeTimed(timeout);
        if (caller.CanBeCanceled)
        {
            lease.Follow(caller);
        }

        return lease;
    }

    /// <summary>Starts the time of a call that has a time, and a timer, of its own.</summary>
    public TimeoutLease Rent(TimeSpan own, CancellationToken caller)
    {
        var lease = MakeTimed(own);
        if (caller.CanBeCanceled)
        {
            lease.Follow(caller);
        }

        return lease;
    }

    /// <summary>Ends the time of a call.</summary>
    public void Return(TimeoutLease lease)
    {
        if (!lease.TryFree() || lease.Position < 0)
        {
            Forget(lease);
        }
    }

    /// <summary>Ends the time of a call whose operation goes on: it keeps its token.</summary>
    public void Abandon(TimeoutLease lease)
    {
        lease.StopFollowing();
        Forget(lease);
    }

    private void Forget(TimeoutLease lease)
    {
        TimedTokens.Shared.Remove(lease);
        if (lease.Position >= 0)
        {
            Volatile.Write(ref _pool[lease.Position], null);
        }
    }

    private TimeoutLease RentPooled()
    {
        var thread = Environment.CurrentManagedThreadId;
        var lease = thread < Places ? Volatile.Read(ref _pool[thread]) : null;
        if (lease is null || !lease.TryTakeOwn())
        {
            lease = Take(thread);
        }

        if (!_isSwept || lease.Position < 0)
        {
            lease.StartTimer();
        }
        else if (Volatile.Read(ref _isSweeping) == 0)
        {
            // Between the write that took the lease and that read there is no fence: who ends the sweeping puts one into every thread.
            StartSweeping();
        }

        return lease;
    }

    /// <summary>One of the pool, or, with very many calls at once, one for this call alone: the pool stays bounded.</summary>
    private TimeoutLease Take(int thread)
    {
        if (thread < Places && Volatile.Read(ref _pool[thread]) is null)
        {
            var own = List(Make(thread));
            Volatile.Write(ref _pool[thread], own);
            return own;
        }

        for (var probe = 0; probe < Probes; probe++)
        {
            var position = Places + (((thread * Probes) + probe) & (Places - 1));
            var lease = Volatile.Read(ref _pool[position]);
            if (lease is null)
            {
                var made = Make(position);
                if (Interlocked.CompareExchange(ref _pool[position], made, null) is null)
                {
                    return List(made);
                }
            }
            else if (lease.TryTake())
            {
                return lease;
            }
        }

        return List(Make(position: -1));
    }

    private TimeoutLease Make(int position) => new(new CancellationTokenSource(), _clock, timeout, position);

    private TimeoutLease MakeTimed(TimeSpan time)
    {
        var lease = List(new TimeoutLease(new CancellationTokenSource(_isSystem ? Backoff.WholeMilliseconds(time) : time, timeProvider), _clock, time, position: -1));
        lease.NoteEnd();
        return lease;
    }

    /// <summary>Once, when it is made: a call that uses it again pays nothing for being found.</summary>
    private static TimeoutLease List(TimeoutLease made)
    {
        TimedTokens.Shared.Add(made);
        return made;
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
        Interlocked.MemoryBarrierProcessWide();
        if (ExpireDue())
        {
            StartSweeping();
        }
    }

    /// <summary>Cancels what is over.</summary>
    /// <returns>Whether calls are under way.</returns>
    private bool ExpireDue()
    {
        lock (_sweepGate)
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
                    CancelElsewhere(lease);
                }
            }

            return busy;
        }
    }

    /// <summary>Callbacks on the token are the operation's code: not on this thread.</summary>
    public static void CancelElsewhere(TimeoutLease lease) =>
        ThreadPool.UnsafeQueueUserWorkItem(static expired => expired.Cancel(), lease, preferLocal: false);
}
