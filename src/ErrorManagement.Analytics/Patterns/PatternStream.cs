namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// The four patterns that look at all errors together: recurring, cascade through the layers, burst and degradation.
/// </summary>
/// <remarks>
/// <para>
/// It is told of each error, but of one type only so often in a millisecond: an error in a loop has then said all that it has to say about order and time,
/// and the rest of that millisecond costs a look at one field. How many they were is read off the counts of the type, which count each of them. So the number of
/// errors in a second is exact, and who comes with the thousandth equal error writes nothing that other processors read.
/// </para>
/// <para>
/// While all are told, counts and windows are exact to the tick, for the last 2,048 errors. Where some were not told one by one, or there were more,
/// windows move in whole seconds; degradation is then looked at once a second, and when somebody reads.
/// </para>
/// <para>
/// Nobody who records waits: where the lock is taken, a note is left for whoever holds it. While very many notes lie there (a holder was stopped), errors are only counted.
/// Time does not run backwards: an error that is earlier than the newest counts with that one; set back by more than the longest window, all starts anew.
/// </para>
/// </remarks>
internal sealed class PatternStream
{
    /// <summary>Ended episodes that are kept of recurring, and as many of the other three together.</summary>
    public const int MaxHistory = 1000;

    /// <summary>Types that may recur at a time; the longest unseen goes.</summary>
    public const int MaxRecurring = 1024;

    private const int LeastToldOfAType = 64;

    private readonly Lock _gate = new();
    private readonly TimelineSettings _settings;
    private readonly StreamRules _rules;
    private readonly int _mostTold;
    private readonly long _longestTicks;
    private readonly PatternHistory _recurringHistory = new(MaxHistory);
    private readonly PatternHistory _history = new(MaxHistory);
    private readonly StreamNotes _notes = new();

    // Under the lock.
    private readonly ErrorWindows _windows;
    private readonly UntoldCounts _untold;
    private readonly RecurringTypes _recurring;
    private readonly LayerClimb _climb;
    private readonly CommonEpisodes _episodes;
    private long _latest = -1;
    private long _errors;

    public PatternStream(TimelineSettings settings)
    {
        _settings = settings;
        _rules = new StreamRules(settings);
        _mostTold = Math.Max(LeastToldOfAType, Math.Max(settings.BurstThreshold, settings.RecurringSpan));
        _longestTicks = new[] { 2 * settings.DegradationWindow.Ticks, settings.BurstWindow.Ticks, settings.CascadeWindow.Ticks, settings.RecurringQuiet.Ticks }.Max();
        _windows = new ErrorWindows(settings);
        _untold = new UntoldCounts(_windows);
        _recurring = new RecurringTypes(settings, _recurringHistory, MaxRecurring);
        _climb = new LayerClimb(settings);
        _episodes = new CommonEpisodes(settings, _rules, _history);
    }

    /// <summary>One error, which its type has counted already and has not told of (<see cref="StreamShare.IsTold"/>).</summary>
    public void Observe(PatternSubject type, long ticks, string? layer)
    {
        layer = string.IsNullOrEmpty(layer) ? null : layer;
        if (!_gate.TryEnter())
        {
            _notes.Leave(new StreamNote(type, ticks, layer));
            DrainLate();
            return;
        }

        try
        {
            ObserveLocked(type, ticks, layer);
        }
        finally
        {
            _gate.Exit();
        }

        DrainLate();
    }

    /// <summary>A type is about to give its place to another: what it counted without telling is taken over.</summary>
    public void Settle(PatternSubject type)
    {
        if (!type.Share.IsLoud || !_gate.TryEnter())
        {
            return;
        }

        try
        {
            _untold.Take(type, _latest);
        }
        finally
        {
            _gate.Exit();
        }

        DrainLate();
    }

    /// <summary>The episodes that run, and those that last held within a window; in no order.</summary>
    public IEnumerable<EpisodeReading> Read(long ticks, long windowTicks)
    {
        // Running ones before the history: one that moves meanwhile is then met twice, and not missed.
        var held = Running(ticks);
        var seen = new HashSet<PatternEpisode>(held.Count);
        foreach (var (episode, lastHeldTicks, peak) in held)
        {
            if (seen.Add(episode) && episode.Read(lastHeldTicks, peak, _rules.Of(episode.Kind), ticks, windowTicks) is { } reading)
            {
                yield return reading;
            }
        }

        foreach (var history in (PatternHistory[])[_recurringHistory, _history])
        {
            foreach (var (episode, lastHeldTicks, peak) in history.Snapshot())
            {
                if (!seen.Contains(episode) && episode.Read(lastHeldTicks, peak, _rules.Of(episode.Kind), ticks, windowTicks) is { } reading)
                {
                    yield return reading;
                }
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            DrainLateLocked();
            ForgetLocked();
            _recurring.Clear();
            _episodes.Clear();
            _recurringHistory.Clear();
            _history.Clear();
        }

        DrainLate();
    }

    private List<(PatternEpisode Episode, long LastHeldTicks, long Peak)> Running(long ticks)
    {
        List<(PatternEpisode, long, long)> held;
        lock (_gate)
        {
            DrainLateLocked();
            if (_latest >= 0)
            {
                SettleLocked();
                ObserveDegradationLocked(ticks);
            }

            held = [.. _recurring.Episodes.Concat(_episodes.Held).Select(static e => (e, e.LastHeldTicks, e.Peak))];
        }

        DrainLate();
        return held;
    }

    /// <summary>Observes what others left, unless somebody else holds the lock: who gives it back looks here in turn.</summary>
    private void DrainLate()
    {
        while (!_notes.IsEmpty && _gate.TryEnter())
        {
            try
            {
                DrainLateLocked();
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void DrainLateLocked()
    {
        while (_notes.TryTake(out var note))
        {
            ObserveLocked(note.Type, note.Ticks, note.Layer);
        }

        HearLocked();
    }

    /// <summary>Takes over what types counted that found no room for a note. After the notes, which are older.</summary>
    private void HearLocked()
    {
        if (!_notes.HasUnheard)
        {
            return;
        }

        var ticks = AdvanceLocked(Math.Max(_latest, _notes.TakeUnheardTicks()));
        while (_notes.TryTakeUnheard(out var type))
        {
            _windows.MissAt(ticks);
            _untold.Watch(type);
            _untold.Take(type, ticks);
        }
    }

    private void ObserveLocked(PatternSubject type, long ticks, string? layer)
    {
        ticks = AdvanceLocked(ticks);
        if (type.Share.Tell(ticks, layer, _mostTold))
        {
            // What comes of it in the rest of this millisecond is seen in its counts only.
            _windows.MissAt(ticks + TimeSpan.TicksPerMillisecond);
            _untold.Watch(type);
        }

        _untold.Take(type, ticks);
        _errors++;
        _windows.Add(ticks);
        _recurring.Observe(type.Name, ticks, layer, _errors);
        if (layer is not null)
        {
            _episodes.See(layer, ticks);
            if (_climb.Add(layer, ticks) is var run && run >= _settings.CascadeThreshold && _errors >= _settings.LeastEntries)
            {
                _episodes.HoldCascade(_climb, run, ticks);
            }
        }

        HoldBurstLocked(_windows.MoveBurst(ticks), ticks, layer);
        if (_windows.AreStretchesExact(ticks))
        {
            HoldDegradationLocked(_windows.MoveStretches(ticks), ticks, layer);
        }
    }

    /// <summary>Moves on to a time and returns it; the newest time where that is later.</summary>
    private long AdvanceLocked(long ticks)
    {
        if (ticks < _latest - _longestTicks)
        {
            CloseLocked(); // the clock was set back by more than the longest window
        }

        if (ticks <= _latest)
        {
            return _latest;
        }

        if (_latest >= 0 && ticks / TimeSpan.TicksPerSecond != _latest / TimeSpan.TicksPerSecond)
        {
            SettleLocked();
        }

        return _latest = ticks;
    }

    /// <summary>Takes over what was counted without being told, and looks at whole seconds where single errors are not known.</summary>
    private void SettleLocked()
    {
        _untold.TakeAll(_latest);
        if (!_windows.IsBurstExact(_latest))
        {
            HoldBurstLocked(_windows.BurstInSeconds(_latest), _latest, layer: null);
        }

        if (!_windows.AreStretchesExact(_latest))
        {
            HoldDegradationLocked(_windows.StretchesInSeconds(_latest), _latest, layer: null);
        }
    }

    private void HoldBurstLocked(long count, long ticks, string? layer)
    {
        if (count >= _settings.BurstThreshold && _errors >= _settings.LeastEntries)
        {
            _episodes.HoldBurst(count, ticks, layer);
        }
    }

    /// <summary>Whether there is a degradation when nothing new happens: the older errors leave their stretch, too.</summary>
    private void ObserveDegradationLocked(long ticks)
    {
        if (ticks > _latest && !_episodes.IsDegrading(ticks))
        {
            HoldDegradationLocked(_windows.StretchesAt(ticks), ticks, layer: null);
        }
    }

    private void HoldDegradationLocked((long Older, long Recent) stretches, long ticks, string? layer)
    {
        if (TimelineRules.Degrades(stretches.Older, stretches.Recent, _errors, _settings))
        {
            _episodes.HoldDegradation(stretches.Recent, ticks, layer);
        }
    }

    /// <summary>Ends all episodes and starts anew.</summary>
    private void CloseLocked()
    {
        _episodes.Close();
        _recurring.Close();
        ForgetLocked();
    }

    private void ForgetLocked()
    {
        _windows.Clear();
        _climb.Clear();
        _untold.Clear();
        (_latest, _errors) = (-1, 0);
    }
}
