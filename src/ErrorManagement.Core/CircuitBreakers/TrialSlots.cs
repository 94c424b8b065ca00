namespace ErrorManagement.CircuitBreakers;

/// <summary>The trials in flight of one half-open period. Every slot is known by its trial's number, so it can be given back only once. Guarded by the breaker's lock.</summary>
internal sealed class TrialSlots
{
    private const int MostDisplaced = 1_000;

    private readonly List<(long Trial, long ReclaimAt)> _inFlight = [];
    private readonly List<long> _displaced = []; // lost their place, have not ended
    private long _lastTrial;
    private int _most;

    public int InFlight => _inFlight.Count;

    /// <summary>Sets how many may be in flight at once.</summary>
    public void Begin(int most) => _most = most;

    /// <summary>Takes a slot; one whose trial should long have ended is taken over, so that calls that hang cannot block recovery.</summary>
    public bool TryTake(long now, long reclaimAt, out long trial)
    {
        // More than one when the most has become less; and not always the oldest, as their time may have changed, too.
        while (_inFlight.Count >= _most)
        {
            var overdue = OverdueAt(now);
            if (overdue < 0)
            {
                trial = 0;
                return false;
            }

            _displaced.Add(_inFlight[overdue].Trial);
            _inFlight.RemoveAt(overdue);
            if (_displaced.Count > MostDisplaced)
            {
                _displaced.RemoveAt(0);
            }
        }

        trial = ++_lastTrial;
        _inFlight.Add((trial, reclaimAt));
        return true;
    }

    /// <summary>Gives a slot back; false when it was given back or taken over before.</summary>
    public bool Return(long trial)
    {
        for (var i = 0; i < _inFlight.Count; i++)
        {
            if (_inFlight[i].Trial == trial)
            {
                _inFlight.RemoveAt(i);
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets a trial that lost its place speak, once; false when it has spoken.</summary>
    public bool HearDisplaced(long trial) => _displaced.Remove(trial);

    public void Clear()
    {
        _inFlight.Clear();
        _displaced.Clear();
    }

    /// <summary>Where the first trial stands that should have ended; -1 when there is none.</summary>
    private int OverdueAt(long now)
    {
        for (var i = 0; i < _inFlight.Count; i++)
        {
            if (_inFlight[i].ReclaimAt <= now)
            {
                return i;
            }
        }

        return -1;
    }
}
