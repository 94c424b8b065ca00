using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Counts what goes wrong inside a registry and tells it to the log: each kind at once when it happens first, then at most once a minute with the number
/// since. Noting it takes an increment; the logger, which is foreign code, runs on the pool and under no lock, and what it throws hurts nobody.
/// </summary>
internal sealed class RegistryTroubles : IThreadPoolWorkItem
{
    /// <summary>For a registry without a log.</summary>
    public static readonly RegistryTroubles Untold = new(null, null, 0);

    private readonly RegistryClock? _clock;
    private readonly Func<ILoggerFactory?>? _loggers;
    private readonly int _queueCapacity;
    private readonly TroubleCount[] _counts = [.. Enum.GetValues<RegistryTrouble>().Select(static _ => new TroubleCount())];
    private ILogger? _logger;
    private int _scheduled;
    private volatile bool _silent;
    private long _lastLoss = long.MinValue;

    /// <param name="clock">The registry's clock; null with no log.</param>
    /// <param name="loggers">Asked on the pool when there is something to tell first; null for no log.</param>
    /// <param name="queueCapacity">How many new errors may wait.</param>
    public RegistryTroubles(RegistryClock? clock, Func<ILoggerFactory?>? loggers, int queueCapacity)
    {
        _clock = clock;
        _loggers = loggers;
        _queueCapacity = queueCapacity;
        _silent = clock is null || loggers is null;
    }

    /// <summary>The name of the registry, as metrics have it.</summary>
    public string Registry { get; set; } = "";

    /// <summary>When details of an error were lost last, on the steady clock; null when they never were.</summary>
    public long? LastLoss => Volatile.Read(ref _lastLoss) is var at and not long.MinValue ? at : null;

    /// <summary>Notes that something went wrong. Never throws.</summary>
    /// <param name="trouble">What.</param>
    /// <param name="failure">What was thrown; null when nothing was. Not kept, and counted among the failures that were kept from the host.</param>
    public void Note(RegistryTrouble trouble, Exception? failure = null)
    {
        NoteLocked(trouble, failure);
        if (IsDue())
        {
            Schedule();
        }
    }

    /// <summary>The same for where a lock is held: whoever holds it tells later (<see cref="TellLater"/>).</summary>
    public void NoteLocked(RegistryTrouble trouble, Exception? failure = null)
    {
        if (failure is not null)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(failure);
            if (failure is ThreadInterruptedException)
            {
                Thread.CurrentThread.Interrupt(); // it was meant for what the host waits for
            }
        }

        if (trouble is RegistryTrouble.QueueFull or RegistryTrouble.Unfinished or RegistryTrouble.Recording)
        {
            NoteLoss();
        }

        if (!_silent)
        {
            _counts[(int)trouble].Note(failure);
        }
    }

    /// <summary>Has told what is not told yet, on the pool, where it is time. Costs a look where there is nothing.</summary>
    public void TellLater()
    {
        foreach (var count in _counts)
        {
            if (count.IsUntold)
            {
                Schedule();
                return;
            }
        }
    }

    /// <summary>Tells nothing any more.</summary>
    public void Stop() => _silent = true;

    public void Execute()
    {
        // Cleared first: what is noted from now on asks for the next run.
        Volatile.Write(ref _scheduled, 0);
        if (_silent)
        {
            return;
        }

        // A logger that records in turn is refused and counted: the log of the library is no source of errors.
        var thread = RecordingThread.Current;
        var before = thread.IsRecording;
        thread.IsRecording = true;
        try
        {
            Tell(_clock!.Read().Steady);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
        finally
        {
            thread.IsRecording = before;
        }
    }

    /// <summary>Details that were lost before are forgotten.</summary>
    public void ForgetLoss() => Volatile.Write(ref _lastLoss, long.MinValue);

    private void NoteLoss()
    {
        if (_clock is null)
        {
            return;
        }

        try
        {
            Volatile.Write(ref _lastLoss, _clock.Read().Steady);
        }
        catch (Exception e)
        {
            // A clock of the host's own.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    }

    private void Tell(long now)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (!_counts[i].TryTake(now, out var count, out var failure))
            {
                continue;
            }

            _logger ??= _loggers!()?.CreateLogger(ErrorManagementDiagnostics.Name);
            if (_logger is null)
            {
                _silent = true;
                return;
            }

            try
            {
                RegistryLog.Write(_logger, (RegistryTrouble)i, Registry, count, failure, _queueCapacity);
            }
            catch (Exception e)
            {
                ErrorManagementDiagnostics.CountSwallowedFailure(e);
            }
        }
    }

    private bool IsDue()
    {
        if (_silent)
        {
            return false;
        }

        try
        {
            var now = _clock!.Read().Steady;
            foreach (var count in _counts)
            {
                if (count.IsDue(now))
                {
                    return true;
                }
            }
        }
        catch (Exception e)
        {
            // A clock of the host's own.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }

        return false;
    }

    private void Schedule()
    {
        if (!_silent && Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
