using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Streams;

/// <summary>
/// Counts the occurrences of one record that were not told yet, and says when the next may be told. Threads that record take an increment and some writes, and never wait.
/// What it holds of an occurrence is of the newest one, or of one of the newest where several threads record at once.
/// </summary>
internal sealed class RecordGate(ErrorId record, string component, string errorType)
{
    private const long Closed = long.MinValue / 2;
    private const int None = -1;

    private long _untold;
    private long _dueAt = long.MinValue;
    private int _highest = None;
    private int _severity = (int)ErrorSeverity.Error;
    private long _at;
    private OperationContext? _context;

    public ErrorId Record => record;

    public string Component => component;

    public string ErrorType => errorType;

    public DateTimeOffset At => new(Interlocked.Read(ref _at), TimeSpan.Zero);

    public OperationContext? Context => Volatile.Read(ref _context);

    public bool HasUntold => Interlocked.Read(ref _untold) > 0;

    /// <summary>Counts an occurrence.</summary>
    /// <param name="occurrence">The occurrence.</param>
    /// <param name="interval">How often at most it is told, in ticks.</param>
    /// <param name="isDue">Whether it is to be told now, by who called this.</param>
    /// <returns>False when the gate is closed, and nothing was counted.</returns>
    public bool TryCount(in ObservedOccurrence occurrence, long interval, out bool isDue)
    {
        isDue = false;
        var severity = (int)occurrence.Severity;
        Volatile.Write(ref _severity, severity);
        if (severity > Volatile.Read(ref _highest))
        {
            Volatile.Write(ref _highest, severity);
        }

        Interlocked.Exchange(ref _at, occurrence.At.UtcTicks);
        Volatile.Write(ref _context, occurrence.Context);
        if (Interlocked.Increment(ref _untold) <= 0)
        {
            return false;
        }

        isDue = IsDue(occurrence.Steady.UtcTicks, interval);
        return true;
    }

    /// <summary>Whether it may be told now; of several who ask at once, one gets a yes.</summary>
    public bool IsDue(long now, long interval)
    {
        var due = Interlocked.Read(ref _dueAt);
        return now >= due && Interlocked.CompareExchange(ref _dueAt, now + interval, due) == due;
    }

    /// <summary>Takes what was not told: how many, and the highest severity among them.</summary>
    public long Take(out ErrorSeverity severity)
    {
        var highest = Interlocked.Exchange(ref _highest, None);
        severity = (ErrorSeverity)(highest == None ? Volatile.Read(ref _severity) : highest);
        var count = Interlocked.Read(ref _untold);
        while (count > 0)
        {
            var seen = Interlocked.CompareExchange(ref _untold, 0, count);
            if (seen == count)
            {
                return count;
            }

            count = seen;
        }

        return 0;
    }

    /// <summary>Closes a gate that has nothing to tell and has been quiet. Whoever comes later has to make a new one.</summary>
    public bool TryClose(long now) => now >= Interlocked.Read(ref _dueAt) && Interlocked.CompareExchange(ref _untold, Closed, 0) == 0;
}
