using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Timeouts;

/// <summary>A cancellation source for one call at a time, and the memory of who cancelled it first. Used again for as long as nobody did.</summary>
/// <remarks>
/// Its state is one word: bits 0-1 the phase, the rest a number that is another one for each use. Who watches the time notes when he first sees a use,
/// and counts from there: so a call need not ask what time it is, and can never be ended by the end of the one before.
/// </remarks>
internal sealed class TimeoutLease : ITimedToken
{
    private const long PhaseMask = 0b11;
    private const long Free = 0;
    private const long Taken = 1;
    private const long TimedOut = 2;
    private const long CancelledByCaller = 3;
    private const long NextUse = PhaseMask + 1;
    private const long NoUse = -1;

    private readonly CancellationTokenSource _source;
    private readonly MonotonicClock _clock;
    private long _word = Taken;
    private long _watched = NoUse;
    private long _end;
    private CancellationTokenRegistration _caller;

    /// <summary>Makes one, taken.</summary>
    public TimeoutLease(CancellationTokenSource source, in MonotonicClock clock, TimeSpan timeout, int position)
    {
        _source = source;
        _clock = clock;
        Timeout = timeout;
        Position = position;
        Token = source.Token;
    }

    /// <summary>How long a call may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Its place in the pool; -1 for none.</summary>
    public int Position { get; }

    /// <summary>What the operation watches.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether a call uses it.</summary>
    public bool IsTaken => (Volatile.Read(ref _word) & PhaseMask) != Free;

    /// <summary>Whether the time ran out before the caller gave up.</summary>
    public bool HasTimedOut => _source.IsCancellationRequested && (Volatile.Read(ref _word) & PhaseMask) != CancelledByCaller;

    /// <summary>How much of the time is left, at least zero; all of it until somebody watches.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            var isWatched = Volatile.Read(ref _watched) == (Volatile.Read(ref _word) | Taken);
            var left = isWatched ? TimeSpan.FromTicks(Math.Max(0, _end - _clock.Now)) : Timeout;
            return left < Timeout ? left : Timeout;
        }
    }

    CancellationToken ITimedToken.Followed => _caller.Token;

    TimeSpan? ITimedToken.OwnTimeLeft => !IsTaken ? null : HasTimedOut ? TimeSpan.Zero : TimeLeft;

    /// <summary>Takes it, if it is free. For the one thread that may: nobody else writes to a lease that is free.</summary>
    public bool TryTakeOwn()
    {
        var word = Volatile.Read(ref _word);
        if ((word & PhaseMask) != Free)
        {
            return false;
        }

        Volatile.Write(ref _word, word | Taken);
        return true;
    }

    /// <summary>Takes it, if it is free. For any thread.</summary>
    public bool TryTake()
    {
        var word = Volatile.Read(ref _word);
        return (word & PhaseMask) == Free && Interlocked.CompareExchange(ref _word, word | Taken, word) == word;
    }

    /// <summary>Lets a timer of its own watch the time.</summary>
    public void StartTimer()
    {
        _source.CancelAfter(Backoff.WholeMilliseconds(Timeout)); // timers cut off what is less
        NoteEnd();
    }

    /// <summary>Notes that the time counts from now on, for those who ask how much is left.</summary>
    public void NoteEnd() => NoteEnd(_word);

    /// <summary>Follows the caller's token.</summary>
    public void Follow(CancellationToken caller) =>
        _caller = caller.UnsafeRegister(static state => ((TimeoutLease)state!).CancelForCaller(), this);

    /// <summary>Looks whether the time of the call is over, and from when on it counts. For one at a time.</summary>
    /// <returns>Whether it is over: true once, for who then cancels.</returns>
    public bool TryExpire(long now)
    {
        var word = Volatile.Read(ref _word);
        if ((word & PhaseMask) != Taken)
        {
            return false;
        }

        if (_watched != word)
        {
            // The clock is read after the word: the call has begun by now.
            NoteEnd(word);
            return false;
        }

        return _end <= now && TryEnd(word, TimedOut);
    }

    /// <summary>Ends the time now, unless it has been ended.</summary>
    /// <returns>True once, for who then cancels.</returns>
    public bool TryExpire()
    {
        var word = Volatile.Read(ref _word);
        return (word & PhaseMask) == Taken && TryEnd(word, TimedOut);
    }

    /// <summary>Cancels the token; what callbacks on it throw belongs to nobody.</summary>
    public void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (Exception e)
        {
            Diagnostics.LibraryFailures.Swallow(e);
        }
    }

    /// <summary>Cancels the token because the caller has, unless the time was over before.</summary>
    public void CancelForCaller()
    {
        var word = Volatile.Read(ref _word);
        if ((word & PhaseMask) == Taken && !_source.IsCancellationRequested && TryEnd(word, CancelledByCaller))
        {
            Cancel();
        }
    }

    /// <summary>Gives it back.</summary>
    /// <returns>Whether it may be used again. If not, it is to be forgotten; a cancellation may still be on its way to it.</returns>
    public bool TryFree()
    {
        var stopsFollowing = StopFollowing();
        var word = Volatile.Read(ref _word);
        if (!stopsFollowing || (word & PhaseMask) != Taken)
        {
            return false;
        }

        if (!_source.TryReset())
        {
            _source.Dispose(); // ends a timer that cannot be reset; nobody else is about to cancel
            return false;
        }

        return Interlocked.CompareExchange(ref _word, (word & ~PhaseMask) + NextUse, word) == word;
    }

    /// <summary>Follows the caller no more.</summary>
    /// <returns>False when the caller's cancellation is on its way.</returns>
    public bool StopFollowing()
    {
        if (_caller == default)
        {
            return true;
        }

        var stopped = _caller.Unregister();
        _caller = default;
        return stopped;
    }

    private bool TryEnd(long word, long phase) => Interlocked.CompareExchange(ref _word, (word & ~PhaseMask) | phase, word) == word;

    private void NoteEnd(long word)
    {
        _end = _clock.Deadline(_clock.Now, Timeout);
        Volatile.Write(ref _watched, word);
    }
}
