using ErrorManagement.Diagnostics;

namespace ErrorManagement.Time;

/// <summary>
/// The system's tick count, shared while many ask for it: one background thread writes it down every few milliseconds, and a reader
/// pays one read of memory. When few ask, or where there are no threads, each reads the tick count itself, and nothing runs.
/// </summary>
/// <remarks>
/// The thread works for leases of about a second. After each it stops showing the time for one pause; readers then read for themselves,
/// and only if there are many of them within one step of the tick count does it go on. So it ends by itself when it grows quiet.
/// Shown instants lie at most a refresh and the tick count's own step in the past, more only while the thread gets no processor; never in the future.
/// </remarks>
internal sealed class CoarseClock(Func<long> readMilliseconds, Action<Action> startThread)
{
    /// <summary>The pause between two refreshes.</summary>
    public const int RefreshMilliseconds = 5;

    /// <summary>How many readings of the tick count within one of its steps show that sharing it pays.</summary>
    public const int ManyReads = 64;

    /// <summary>How many refreshes make a lease.</summary>
    public const int LeaseRefreshes = 200;

    private const long RestPerFailure = 60_000; // ms without another try after a thread could not be started

    private readonly Func<long> _readMilliseconds = readMilliseconds;
    private readonly Action<Action> _startThread = startThread;
    private long _shown; // 0 while nobody refreshes it
    private int _phase;
    private long _step;
    private int _readsInStep;
    private long _restUntil;

    private enum Phase
    {
        Stopped,
        Refreshing,
        Asking,
    }

    /// <summary>The clock of the process.</summary>
#pragma warning disable RS0030 // the tick count is read here and in MonotonicClock, which the ban points to
    public static CoarseClock System { get; } = new(static () => Environment.TickCount64, StartThread);
#pragma warning restore RS0030

    private static bool HasThreads => !OperatingSystem.IsBrowser() && !OperatingSystem.IsWasi();

    /// <summary>Milliseconds since an arbitrary start, as the environment counts them.</summary>
    public long Milliseconds
    {
        get
        {
            var shown = Volatile.Read(ref _shown);
            return shown != 0 ? shown : Read();
        }
    }

    /// <summary>The thread's whole work, one pause of <see cref="RefreshMilliseconds"/> before each round: false when it shall end.</summary>
    /// <param name="round">How many rounds there were before.</param>
    public bool Refresh(long round)
    {
        if (Volatile.Read(ref _phase) == (int)Phase.Asking)
        {
            // Nobody answered in a whole pause: too few readers for a thread.
            if (Interlocked.CompareExchange(ref _phase, (int)Phase.Stopped, (int)Phase.Asking) == (int)Phase.Asking)
            {
                return false;
            }
        }

        if (round % LeaseRefreshes == LeaseRefreshes - 1)
        {
            Volatile.Write(ref _shown, 0);
            Volatile.Write(ref _phase, (int)Phase.Asking);
            return true;
        }

        Volatile.Write(ref _shown, _readMilliseconds());
        return true;
    }

    private static void StartThread(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = "ErrorManagement clock" };
        thread.UnsafeStart(); // it belongs to no call, so no call's context flows into it
    }

    private long Read()
    {
        var now = _readMilliseconds();

        // A rough count of readings, without a lock: it decides only who pays for the time, not what the time is.
        if (now != Volatile.Read(ref _step))
        {
            Volatile.Write(ref _step, now);
            _readsInStep = 0;
        }
        else if (++_readsInStep >= ManyReads)
        {
            _readsInStep = 0;
            OnManyReads(now);
        }

        return now;
    }

    private void OnManyReads(long now)
    {
        if (!HasThreads || Interlocked.CompareExchange(ref _phase, (int)Phase.Refreshing, (int)Phase.Asking) != (int)Phase.Stopped)
        {
            return;
        }

        if (now < Volatile.Read(ref _restUntil) || Interlocked.CompareExchange(ref _phase, (int)Phase.Refreshing, (int)Phase.Stopped) != (int)Phase.Stopped)
        {
            return;
        }

        try
        {
            _startThread(Run);
        }
        catch (Exception e)
        {
            // Too little memory or too many threads: the caller's call must not notice.
            LibraryFailures.Swallow(e);
            Volatile.Write(ref _restUntil, now + RestPerFailure);
            Volatile.Write(ref _phase, (int)Phase.Stopped);
        }
    }

    private void Run()
    {
        var round = 0L;
        while (Refresh(round++))
        {
#pragma warning disable RS0030 // this thread is there to sleep; no caller waits for it
            Thread.Sleep(RefreshMilliseconds);
#pragma warning restore RS0030
        }
    }
}
