using System.Collections.Concurrent;

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
    private const int MaxTimes = 2048;
    private const int MaxLate = 4096;
    private const int MaxLayersSeen = 32;
    private const long LoudFor = 2 * TimeSpan.TicksPerSecond; // a thread that read the clock and was stopped may still add to what it said
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;

    private readonly Lock _gate = new();
    private readonly TimelineSettings _settings;
    private readonly PatternRule _recurringRule;
    private readonly PatternRule _cascadeRule;
    private readonly PatternRule _burstRule;
    private readonly PatternRule _degradationRule;
    private readonly int _mostTold;
    private readonly long _longestTicks;
    private readonly PatternHistory _recurringHistory = new(MaxHistory);
    private readonly PatternHistory _history = new(MaxHistory);

    // Under the lock.
    private readonly RecentTimes _times = new(MaxTimes);
    private readonly SecondCounts _seconds;
    private readonly RecurringTypes _recurring;
    private readonly LayerClimb _climb;
    private readonly List<(string Layer, long Ticks)> _layersSeen = [];
    private readonly List<PatternSubject> _loud = [];
    private PatternEpisode? _cascade;
    private PatternEpisode? _burst;
    private PatternEpisode? _degradation;
    private long _latest = -1;
    private long _errors;
    private long _burstFrom;
    private long _recentFrom;
    private long _olderFrom;

    // Errors whose thread found the lock taken; null until there was one.
    private ConcurrentQueue<Late>? _late;
    private int _lateCount;

    // Types that found no room for a note, each once: their counts say what they would have told.
    private readonly ConcurrentQueue<PatternSubject> _unheard = new();
    private long _unheardTicks;

    public PatternStream(TimelineSettings settings)
    {
        _settings = settings;

        // Where both ends of a window belong to it, a pattern still holds when all of it has passed.
        _recurringRule = new PatternRule(PatternKind.Recurring, settings.RecurringQuiet.Ticks, settings.RecurringQuiet.Ticks, count => TimelineRules.RecurringConfidence((int)count, settings));
        _cascadeRule = new PatternRule(PatternKind.LayerCascade, settings.CascadeWindow.Ticks, settings.CascadeWindow.Ticks + 1, _ => settings.CascadeConfidence);
        _burstRule = new PatternRule(PatternKind.Burst, settings.BurstWindow.Ticks, settings.BurstWindow.Ticks + 1, _ => settings.BurstConfidence);
        _degradationRule = new PatternRule(PatternKind.Degradation, settings.DegradationWindow.Ticks, settings.DegradationWindow.Ticks, _ => settings.DegradationConfidence);
        _mostTold = Math.Max(LeastToldOfAType, Math.Max(settings.BurstThreshold, settings.RecurringSpan));
        _longestTicks = new[] { 2 * settings.DegradationWindow.Ticks, settings.BurstWindow.Ticks, settings.CascadeWindow.Ticks, settings.RecurringQuiet.Ticks }.Max();
        _seconds = new SecondCounts((int)(Math.Max(2 * settings.DegradationWindow.Ticks, settings.BurstWindow.Ticks) / TicksPerSecond) + 1);
        _recurring = new RecurringTypes(settings, _recurringHistory, MaxRecurring);
        _climb = new LayerClimb(settings);
    }

    /// <summary>One error, which its type has counted already and has not told of (<see cref="PatternSubject.IsTold"/>).</summary>
    public void Observe(PatternSubject type, long ticks, string? layer)
    {
        layer = string.IsNullOrEmpty(layer) ? null : layer;
        if (!_gate.TryEnter())
        {
            Leave(new Late(type, ticks, layer));
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
        if (!type.IsLoud || !_gate.TryEnter())
        {
            return;
        }

        try
        {
            CreditLocked(type, _latest);
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
            if (seen.Add(episode) && episode.Read(lastHeldTicks, peak, RuleOf(episode.Kind), ticks, windowTicks) is { } reading)
            {
                yield return reading;
            }
        }

        foreach (var history in (PatternHistory[])[_recurringHistory, _history])
        {
            foreach (var (episode, lastHeldTicks, peak) in history.Snapshot())
            {
                if (!seen.Contains(episode) && episode.Read(lastHeldTicks, peak, RuleOf(episode.Kind), ticks, windowTicks) is { } reading)
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
            (_cascade, _burst, _degradation) = (null, null, null);
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

            held = [.. _recurring.Episodes.Concat(new[] { _cascade, _burst, _degradation }.OfType<PatternEpisode>()).Select(static e => (e, e.LastHeldTicks, e.Peak))];
        }

        DrainLate();
        return held;
    }

    private PatternRule RuleOf(PatternKind kind) => kind switch
    {
        PatternKind.Recurring => _recurringRule,
        PatternKind.LayerCascade => _cascadeRule,
        PatternKind.Burst => _burstRule,
        _ => _degradationRule,
    };

    private void Leave(Late late)
    {
        if (Interlocked.Increment(ref _lateCount) > MaxLate)
        {
            Interlocked.Decrement(ref _lateCount);
            RaiseUnheard(late.Ticks);
            if (late.Type.BeUnheard())
            {
                _unheard.Enqueue(late.Type);
            }

            return;
        }

        var queue = Volatile.Read(ref _late);
        if (queue is null)
        {
            queue = new ConcurrentQueue<Late>();
            queue = Interlocked.CompareExchange(ref _late, queue, null) ?? queue;
        }

        queue.Enqueue(late);
    }

    /// <summary>Observes what others left, unless somebody else holds the lock: who gives it back looks here in turn.</summary>
    private void DrainLate()
    {
        while ((Volatile.Read(ref _late) is { IsEmpty: false } || !_unheard.IsEmpty) && _gate.TryEnter())
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
        while (_late is { } late && late.TryDequeue(out var one))
        {
            Interlocked.Decrement(ref _lateCount);
            ObserveLocked(one.Type, one.Ticks, one.Layer);
        }

        HearLocked();
    }

    private void ObserveLocked(PatternSubject type, long ticks, string? layer)
    {
        ticks = AdvanceLocked(ticks);
        if (type.Tell(ticks, layer, _mostTold))
        {
            // What comes of it in the rest of this millisecond is seen in its counts only.
            _times.MissAt(ticks + TimeSpan.TicksPerMillisecond);
            BeLoudLocked(type);
        }

        CreditLocked(type, ticks);
        _errors++;
        _times.Add(ticks);
        _recurring.Observe(type.Name, ticks, layer, _errors);
        if (layer is not null)
        {
            SeeLayerLocked(layer, ticks);
            ObserveLayerLocked(layer, ticks);
        }

        ObserveBurstLocked(ticks, layer);
        if (_times.MissingUntil < ticks - (2 * _settings.DegradationWindow.Ticks))
        {
            var (older, recent) = ToldStretchesLocked(ticks, ref _olderFrom, ref _recentFrom);
            HoldDegradationLocked(older, recent, ticks, layer);
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

        if (_latest >= 0 && ticks / TicksPerSecond != _latest / TicksPerSecond)
        {
            SettleLocked();
        }

        return _latest = ticks;
    }

    /// <summary>Takes over what was counted without being told, and looks at whole seconds where single errors are not known.</summary>
    private void SettleLocked()
    {
        var left = 0;
        for (var i = 0; i < _loud.Count; i++)
        {
            var type = _loud[i];
            CreditLocked(type, _latest);
            type.IsLoud = _latest - type.SilentFrom < LoudFor;
            if (type.IsLoud)
            {
                _loud[left++] = type;
            }
        }

        _loud.RemoveRange(left, _loud.Count - left);
        var second = _latest / TicksPerSecond;
        if (_times.MissingUntil >= _latest - _settings.BurstWindow.Ticks)
        {
            var count = _seconds.Sum(second - (_settings.BurstWindow.Ticks / TicksPerSecond), second);
            HoldBurstLocked(count, _latest, layer: null);
        }

        if (_times.MissingUntil >= _latest - (2 * _settings.DegradationWindow.Ticks))
        {
            var (older, recent) = SecondStretchesLocked(_latest);
            HoldDegradationLocked(older, recent, _latest, layer: null);
        }
    }

    /// <summary>Adds to the seconds what a type counted since they were last told of it.</summary>
    private void CreditLocked(PatternSubject type, long ticks)
    {
        // What it counts already beyond this time, it tells of in a moment.
        var slot = Math.Min(type.LatestSlot, type.SlotOf(ticks));
        if (slot < 0)
        {
            return;
        }

        if (slot != type.Newest.Slot)
        {
            // Of the cell before, some may still come: their threads were stopped on the way. Of those between, notes may have waited.
            Credit(ref type.Earlier);
            var known = type.Newest;
            type.Earlier = PatternSubject.Credit.None;
            for (var between = Math.Max(known.Slot >= 0 ? known.Slot : type.FirstSlot, slot - PatternSubject.CellsPerWindow); between < slot; between++)
            {
                type.Earlier = between == known.Slot ? known : new PatternSubject.Credit(between, 0);
                Credit(ref type.Earlier);
            }

            type.Newest = new PatternSubject.Credit(slot, 0);
        }
        else
        {
            Credit(ref type.Earlier);
        }

        Credit(ref type.Newest);

        void Credit(ref PatternSubject.Credit credit)
        {
            if (credit.Slot >= 0 && type.CountIn(credit.Slot) is var count && count > credit.Count)
            {
                _seconds.Add(Math.Min(ticks, type.EndOf(credit.Slot)) / TicksPerSecond, count - credit.Count);
                credit = credit with { Count = count };
            }
        }
    }

    private void RaiseUnheard(long ticks)
    {
        var seen = Volatile.Read(ref _unheardTicks);
        while (ticks > seen)
        {
            var was = Interlocked.CompareExchange(ref _unheardTicks, ticks, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }

    /// <summary>Takes over what types counted that found no room for a note. After the notes, which are older.</summary>
    private void HearLocked()
    {
        if (_unheard.IsEmpty)
        {
            return;
        }

        var ticks = AdvanceLocked(Math.Max(_latest, Interlocked.Exchange(ref _unheardTicks, 0)));
        while (_unheard.TryDequeue(out var type))
        {
            type.BeHeard();
            _times.MissAt(ticks);
            BeLoudLocked(type);
            CreditLocked(type, ticks);
        }
    }

    private void BeLoudLocked(PatternSubject type)
    {
        if (!type.IsLoud)
        {
            type.IsLoud = true;
            _loud.Add(type);
        }
    }

    private void ObserveLayerLocked(string layer, long ticks)
    {
        var run = _climb.Add(layer, ticks);
        if (run < _settings.CascadeThreshold || _errors < _settings.LeastEntries)
        {
            return;
        }

        // Its layers are known before it is seen: its name is the way through them.
        var episode = Begun(_cascade, _cascadeRule, ticks) ?? new PatternEpisode(PatternKind.LayerCascade, LayerOrder.WayOf([_climb.LayerAt(run - 1), _climb.LayerAt(0)]), ticks);
        for (var back = 0; back < run; back++)
        {
            episode.AddLayer(_climb.LayerAt(back), _settings.Order);
        }

        Hold(episode, run, ticks);
        _cascade = episode;
    }

    private void ObserveBurstLocked(long ticks, string? layer)
    {
        _burstFrom = _times.FirstAt(_burstFrom, ticks - _settings.BurstWindow.Ticks);
        HoldBurstLocked(_times.Next - _burstFrom, ticks, layer);
    }

    private void HoldBurstLocked(long count, long ticks, string? layer)
    {
        if (count >= _settings.BurstThreshold && _errors >= _settings.LeastEntries)
        {
            _burst = HoldAllLocked(_burst, _burstRule, count, ticks, layer);
        }
    }

    /// <summary>Whether there is a degradation when nothing new happens: the older errors leave their stretch, too.</summary>
    private void ObserveDegradationLocked(long ticks)
    {
        if (ticks <= _latest || (_degradation is not null && PatternEpisode.Runs(_degradation.LastHeldTicks, ticks, _degradationRule.RunsForTicks)))
        {
            return;
        }

        var (olderFrom, recentFrom) = (_olderFrom, _recentFrom);
        var (older, recent) = _times.MissingUntil < ticks - (2 * _settings.DegradationWindow.Ticks)
            ? ToldStretchesLocked(ticks, ref olderFrom, ref recentFrom)
            : SecondStretchesLocked(ticks);
        HoldDegradationLocked(older, recent, ticks, layer: null);
    }

    private (long Older, long Recent) ToldStretchesLocked(long ticks, ref long olderFrom, ref long recentFrom)
    {
        // The earlier ends do not belong to them.
        olderFrom = _times.FirstAt(olderFrom, ticks - (2 * _settings.DegradationWindow.Ticks) + 1);
        recentFrom = _times.FirstAt(Math.Max(olderFrom, recentFrom), ticks - _settings.DegradationWindow.Ticks + 1);
        return (recentFrom - olderFrom, _times.Next - recentFrom);
    }

    private (long Older, long Recent) SecondStretchesLocked(long ticks)
    {
        var second = ticks / TicksPerSecond;
        var between = (ticks - _settings.DegradationWindow.Ticks) / TicksPerSecond;
        var first = (ticks - (2 * _settings.DegradationWindow.Ticks)) / TicksPerSecond;
        return (_seconds.Sum(first, between), _seconds.Sum(between, second));
    }

    private void HoldDegradationLocked(long older, long recent, long ticks, string? layer)
    {
        if (TimelineRules.Degrades(older, recent, _errors, _settings))
        {
            _degradation = HoldAllLocked(_degradation, _degradationRule, recent, ticks, layer);
        }
    }

    private PatternEpisode HoldAllLocked(PatternEpisode? before, PatternRule rule, long count, long ticks, string? layer)
    {
        var episode = Begun(before, rule, ticks);
        if (episode is null)
        {
            episode = new PatternEpisode(rule.Kind, TimelineRules.All, ticks);
            foreach (var (seen, at) in _layersSeen)
            {
                if (at >= ticks - rule.WindowTicks)
                {
                    episode.AddLayer(seen, _settings.Order);
                }
            }
        }
        else if (layer is not null)
        {
            episode.AddLayer(layer, _settings.Order);
        }

        Hold(episode, count, ticks);
        return episode;
    }

    /// <summary>The episode when it still runs; null when there is none, or it ended and is history.</summary>
    private PatternEpisode? Begun(PatternEpisode? episode, PatternRule rule, long ticks)
    {
        if (episode is null || PatternEpisode.Runs(episode.LastHeldTicks, ticks, rule.RunsForTicks))
        {
            return episode;
        }

        _history.Add(episode);
        return null;
    }

    private static void Hold(PatternEpisode episode, long count, long ticks)
    {
        episode.Peak = Math.Max(episode.Peak, count);
        episode.LastHeldTicks = Math.Max(episode.LastHeldTicks, ticks);
    }

    private void SeeLayerLocked(string layer, long ticks)
    {
        var oldest = 0;
        for (var i = 0; i < _layersSeen.Count; i++)
        {
            if (string.Equals(_layersSeen[i].Layer, layer, StringComparison.Ordinal))
            {
                _layersSeen[i] = (layer, ticks);
                return;
            }

            oldest = _layersSeen[i].Ticks < _layersSeen[oldest].Ticks ? i : oldest;
        }

        if (_layersSeen.Count < MaxLayersSeen)
        {
            _layersSeen.Add((layer, ticks));
        }
        else
        {
            _layersSeen[oldest] = (layer, ticks);
        }
    }

    /// <summary>Ends all episodes and starts anew.</summary>
    private void CloseLocked()
    {
        foreach (var episode in new[] { _cascade, _burst, _degradation }.OfType<PatternEpisode>())
        {
            _history.Add(episode);
        }

        (_cascade, _burst, _degradation) = (null, null, null);
        _recurring.Close();
        ForgetLocked();
    }

    private void ForgetLocked()
    {
        _times.Clear();
        _seconds.Clear();
        _climb.Clear();
        _layersSeen.Clear();
        _loud.ForEach(static type => type.IsLoud = false);
        _loud.Clear();
        (_latest, _errors, _burstFrom, _recentFrom, _olderFrom) = (-1, 0, 0, 0, 0);
    }

    private readonly record struct Late(PatternSubject Type, long Ticks, string? Layer);
}
