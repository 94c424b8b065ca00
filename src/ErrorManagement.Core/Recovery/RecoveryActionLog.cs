using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Recovery;

/// <summary>What became of the recovery actions: the last runs and the figures. Safe on any thread.</summary>
internal sealed class RecoveryActionLog(int historySize, RecoveryInstruments instruments)
{
    private readonly Lock _gate = new();
    private readonly Queue<RecoveryActionRecord> _history = new();
    private readonly Figures[] _figures = new Figures[SnakeNames<RecoveryAction>.Values.Count];

    public void AddNone()
    {
        lock (_gate)
        {
            _figures[(int)RecoveryAction.None].Runs++;
            _figures[(int)RecoveryAction.None].Successes++;
        }
    }

    public void AddNotAttempted(RecoveryAction action)
    {
        if (IsKnown(action))
        {
            lock (_gate)
            {
                _figures[(int)action].NotAttempted++;
            }
        }
    }

    public void AddJoined(RecoveryAction action)
    {
        lock (_gate)
        {
            _figures[(int)action].Joined++;
        }
    }

    public void Add(RecoveryAction action, string target, RunEnd end)
    {
        if (end.Exception is { } swallowed)
        {
            LibraryFailures.Swallow(swallowed);
        }

        var record = new RecoveryActionRecord(
            action,
            target,
            end.StartedAt,
            end.Duration,
            end.Outcome,
            end.Joined,
            end.IsTimedOut,
            end.Exception is { } failure ? LibraryActivities.TypeNameOf(failure) : null,
            end.Exception is { } thrown ? HopelessErrors.MessageOf(thrown) : null);
        lock (_gate)
        {
            ref var figures = ref _figures[(int)action];
            figures.Runs++;
            figures.Successes += end.Outcome == RecoveryOutcome.Success ? 1 : 0;
            figures.Timeouts += end.IsTimedOut ? 1 : 0;
            figures.Ticks += end.Duration.Ticks;
            _history.Enqueue(record);
            while (_history.Count > historySize)
            {
                _history.Dequeue();
            }
        }

        instruments.CountAction(action, end.Outcome);
    }

    public RecoveryActionRecord[] GetHistory()
    {
        lock (_gate)
        {
            return [.. _history];
        }
    }

    public RecoveryActionStatistics[] GetStatistics()
    {
        lock (_gate)
        {
            return [.. SnakeNames<RecoveryAction>.Values.Select(ReadLocked)];
        }
    }

    private bool IsKnown(RecoveryAction action) => (int)action >= 0 && (int)action < _figures.Length;

    private RecoveryActionStatistics ReadLocked(RecoveryAction action)
    {
        var figures = _figures[(int)action];
        var average = figures.Runs == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(figures.Ticks / figures.Runs);
        return new RecoveryActionStatistics(action, figures.Runs, figures.Successes, figures.Runs - figures.Successes, figures.Timeouts, figures.Joined, figures.NotAttempted, average);
    }

    private struct Figures
    {
        public long Runs;
        public long Successes;
        public long Timeouts;
        public long Joined;
        public long NotAttempted;
        public long Ticks;
    }
}
