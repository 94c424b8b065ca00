using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Timeouts;

/// <summary>A cancellation source with a deadline, and the memory of who cancelled it first. Used again for as long as nobody did.</summary>
internal sealed class TimeoutLease : ITimedToken
{
    /// <summary>The deadline of a lease that a timer of its own watches.</summary>
    public const long OwnTimer = long.MaxValue;

    private const long Free = 0;
    private const long TimedOut = -1;
    private const long CancelledByCaller = -2;

    private readonly CancellationTokenSource _source;
    private readonly MonotonicClock _clock;
    private long _deadline;
    private long _end;
    private CancellationTokenRegistration _caller;

    public TimeoutLease(CancellationTokenSource source, in MonotonicClock clock, long deadline, int position)
    {
        _source = source;
        _clock = clock;
        _deadline = deadline;
        Position = position;
        Token = source.Token;
    }

    /// <summary>Its place in the pool; -1 for none.</summary>
    public int Position { get; }

    /// <summary>What the operation watches.</summary>
    public CancellationToken Token { get; }

    CancellationToken ITimedToken.Followed => _caller.Token;

    TimeSpan? ITimedToken.OwnTimeLeft => IsTaken ? TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _end) - _clock.Now)) : null;

    /// <summary>Whether a call uses it.</summary>
    public bool IsTaken => Volatile.Read(ref _deadline) != Free;

    /// <summary>Whether the time ran out before the caller gave up.</summary>
    public bool HasTimedOut => _source.IsCancellationRequested && Volatile.Read(ref _deadline) != CancelledByCaller;

    /// <summary>Takes it, if it is free.</summary>
    public bool TryTake(long deadline) =>
        Volatile.Read(ref _deadline) == Free && Interlocked.CompareExchange(ref _deadline, deadline, Free) == Free;

    /// <summary>Notes when the time of the call is over, for those who ask how much is left.</summary>
    public void EndAt(long end) => Volatile.Write(ref _end, end);

    /// <summary>Lets a timer of its own watch the time.</summary>
    public void StartTimer(TimeSpan timeout) => _source.CancelAfter(timeout);

    /// <summary>Follows the caller's token.</summary>
    public void Follow(CancellationToken caller) =>
        _caller = caller.UnsafeRegister(static state => ((TimeoutLease)state!).CancelForCaller(), this);

    /// <summary>Whether it is taken and its deadline has passed. True for one asker only, who then cancels.</summary>
    public bool TryExpire(long now)
    {
        var deadline = Volatile.Read(ref _deadline);
        return deadline > Free && deadline <= now && Interlocked.CompareExchange(ref _deadline, TimedOut, deadline) == deadline;
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

    /// <summary>Gives it back.</summary>
    /// <returns>Whether it may be used again. If not, it is to be forgotten; a cancellation may still be on its way to it.</returns>
    public bool TryFree()
    {
        var stopsFollowing = _caller == default || _caller.Unregister();
        _caller = default;
        var deadline = Volatile.Read(ref _deadline);
        if (!stopsFollowing || deadline <= Free)
        {
            return false;
        }

        if (!_source.TryReset())
        {
            _source.Dispose(); // ends a timer that cannot be reset; nobody else is about to cancel
            return false;
        }

        return Interlocked.CompareExchange(ref _deadline, Free, deadline) == deadline;
    }

    private void CancelForCaller()
    {
        var deadline = Volatile.Read(ref _deadline);
        if (deadline > Free && !_source.IsCancellationRequested && Interlocked.CompareExchange(ref _deadline, CancelledByCaller, deadline) == deadline)
        {
            Cancel();
        }
    }
}
