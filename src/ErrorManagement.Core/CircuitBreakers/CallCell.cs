namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// What one thread counted for one recorder. Its thread alone writes it: the counts at any time, everything else under the recorder's lock.
/// Others read it under that lock, and then nothing but counts can change.
/// </summary>
internal sealed class CallCell(CallPeriod period)
{
    [ThreadStatic]
    private static WeakReference<Thread>? t_self;

    /// <summary>The period of <see cref="Slice"/>.</summary>
    public CallPeriod Period = period;

    /// <summary>The slice of time in which <see cref="Successes"/> were counted.</summary>
    public long Slice;

    /// <summary>Successes of that slice: part of the window, and not yet in <see cref="Totals"/>.</summary>
    public long Successes;

    /// <summary>How many of them the recorder has put into the window.</summary>
    public long Collected;

    /// <summary>Successes of earlier slices of the same period: part of <see cref="Totals"/>.</summary>
    public long EarlierInPeriod;

    /// <summary>Calls by outcome, without <see cref="Successes"/>.</summary>
    public OutcomeTotals Totals;

    private readonly CacheLinePair _end;

    // Weak: a thread that has ended would keep alive what flowed with its last call.
    private volatile WeakReference<Thread>? _thread = Self;

    private static WeakReference<Thread> Self => t_self ??= new WeakReference<Thread>(Thread.CurrentThread);

    /// <summary>Whether no thread writes it any more.</summary>
    public bool IsLeft => _thread is not { } writer || !writer.TryGetTarget(out var thread) || !thread.IsAlive;

    /// <summary>Whether its thread gave it up for another recorder's cell.</summary>
    public bool IsReleased => _thread is null;

    /// <summary>Makes the calling thread its writer; only when it is left, and under the recorder's lock.</summary>
    public void Adopt() => _thread = Self;

    /// <summary>Its thread's last word: it will not write again.</summary>
    public void Release() => _thread = null;
}
