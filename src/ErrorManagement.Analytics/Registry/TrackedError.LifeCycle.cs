using ErrorManagement.Analytics.LifeCycles;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <content>
/// The life of the record. Steps are made by exchanging one immutable life for the next: by the registry's users under its gate, and without
/// any lock by the thread whose occurrence ends a resolution or a mute.
/// </content>
internal sealed partial class TrackedError
{
    // Null as long as nobody has touched it: open, and nothing to watch.
    private RecordLife? _life;
    private long _toldSteps;
    private int _isQueuedForTelling;
    private RegistryState? _home;
    private string? _firstReason;
    private long _lifeBytes;

    /// <summary>Where it stands, as far as anybody has noticed.</summary>
    public ErrorStatus Status => Volatile.Read(ref _life)?.Status ?? ErrorStatus.Open;

    public bool IsResolved => Status == ErrorStatus.Resolved;

    /// <summary>Whether an occurrence may change where it stands. Of an open record, one read.</summary>
    public bool IsWatched => Volatile.Read(ref _life) is { IsWatched: true };

    /// <summary>When its being muted ends, on the steady clock; the largest value when no time ends it.</summary>
    public long MuteDeadline => Volatile.Read(ref _life)?.Muting?.Deadline ?? long.MaxValue;

    private bool IsSilent => Volatile.Read(ref _life) is { IsSilent: true };

    /// <summary>Looks what an occurrence means to a record that is watched. Without lock; to be called once for each that was counted.</summary>
    /// <returns>Whether it made the record regressed or ended its being muted: such an occurrence is worth keeping.</returns>
    public bool Notice(RegistryState state, in Incident incident, ErrorOrigin origin, RegistryMoment now)
    {
        var release = incident.Release ?? origin.Release;
        Muting? counted = null;
        while (!_closed && Volatile.Read(ref _life) is { IsWatched: true } life)
        {
            if (life.Muting is { } muting)
            {
                // Counted once. When it is muted anew meanwhile, this one came before.
                if (counted is null ? !muting.Count(now.Steady) : counted != muting)
                {
                    return false;
                }

                counted = muting;
            }
            else if (counted is not null || !life.Resolution!.IsRefutedBy(incident.Timestamp?.UtcTicks, release, state.Releases, now.Steady, now.Utc))
            {
                return false;
            }

            if (TryEnd(state, life, release, incident.Host ?? origin.Host, now))
            {
                state.Changes.Note(this);
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes a step that somebody asks for, or that time brings. Under the registry's gate.</summary>
    /// <param name="state">What the record is part of.</param>
    /// <param name="input">What happens.</param>
    /// <param name="reason">Why, without secrets.</param>
    /// <param name="now">When.</param>
    /// <param name="resolution">How it is resolved, when that is what happens.</param>
    /// <param name="muting">How it is muted, when that is what happens.</param>
    public void ChangeLocked(RegistryState state, LifeInput input, string reason, RegistryMoment now, Resolution? resolution = null, Muting? muting = null)
    {
        RecordLife? before;
        RecordLife after;
        do
        {
            before = BeforeLocked(state);
            if (LifeMachine.Next(before?.Status ?? ErrorStatus.Open, input) is not { } step
                || RecordLife.After(before, step, reason, now.UtcTime, resolution, muting, state.Changes.IsHeard) is not { } next
                || ReferenceEquals(next, before))
            {
                return;
            }

            after = next;
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _life, after, before), before));
        AfterLocked(state, after);
    }

    /// <summary>Writes a step that changes no status into its history and tells of it: that it is new, that another became part of it, that a part left it. Under the registry's gate, once it is described.</summary>
    /// <param name="state">What the record is part of.</param>
    /// <param name="change">The step.</param>
    /// <param name="reason">Why, without secrets. Of a new one, empty for where it was seen first.</param>
    /// <param name="now">When.</param>
    public void NoteChangeLocked(RegistryState state, ErrorChange change, string reason, RegistryMoment now)
    {
        reason = BoundedText.Cut(reason, LifeWords.MaxReason);
        if (change == ErrorChange.New)
        {
            _firstReason = reason.Length == 0 ? null : reason;
            Grow(RecordSize.Of(_firstReason));
            state.Changes.Count(change);
            if (state.Changes.IsHeard)
            {
                state.Changes.Tell(this, FirstStep());
            }

            return;
        }

        RecordLife? before;
        RecordLife after;
        do
        {
            before = BeforeLocked(state);
            after = RecordLife.After(before, new LifeStep(before?.Status ?? ErrorStatus.Open, change), reason, now.UtcTime, null, null, state.Changes.IsHeard)!;
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _life, after, before), before));
        AfterLocked(state, after);
    }

    /// <summary>Takes over status and history of a record that comes from elsewhere; tells nobody. Under the registry's gate, before anyone else can find it.</summary>
    /// <param name="from">The record as it was written down.</param>
    /// <param name="state">What this one is part of.</param>
    /// <param name="now">Now: what was to end by now ends with the next question.</param>
    public void RestoreLife(ErrorRecord from, RegistryState state, RegistryMoment now)
    {
        var first = from.StatusChanges.Count > 0 && from.StatusChanges[0].Kind == ErrorChange.New ? from.StatusChanges[0] : null;
        _firstReason = first is null ? null : BoundedText.Cut(first.Reason, LifeWords.MaxReason);
        var steps = from.StatusChanges.Skip(first is null ? 0 : 1).Select(static step => step with { Reason = BoundedText.Cut(step.Reason, LifeWords.MaxReason) }).ToList();
        Grow(RecordSize.Of(_firstReason));
        if (from.Status == ErrorStatus.Open && steps.Count == 0)
        {
            return;
        }

        var resolvedAt = (from.ResolvedAt ?? from.LastSeen).UtcTicks;
        var resolution = from.Status == ErrorStatus.Resolved ? new Resolution(resolvedAt, now.Steady - now.Utc + resolvedAt, from.ResolvedInRelease) : null;

        // Muted for no reason that is known: until it is over, which is now.
        var muting = from.Status != ErrorStatus.Muted ? null
            : from.MutedUntilPerHour is >= 1 and { } perHour ? Muting.UntilPerHour(perHour)
            : Muting.UntilTime(from.MutedUntil ?? now.UtcTime, now.Steady, now.Utc);
        if (resolution?.Release is { } release)
        {
            state.Releases.See(release);
        }

        Volatile.Write(ref _life, RecordLife.Restored(from.Status, resolution, muting, steps));
        AfterLocked(state, _life!, isNew: false);
    }

    /// <summary>
    /// Goes on with the life of a record that is about to become part of this one, and with what is still to tell of it. Its own occurrences came
    /// after all that was done about that. Under the registry's gate, once it is described.
    /// </summary>
    public void TakeOverLife(TrackedError from, RegistryState state, RegistryMoment now)
    {
        _firstReason = from._firstReason;
        Grow(RecordSize.Of(_firstReason));

        // Taken away, so that no thread makes a step in it any more that would be made again here.
        if (Interlocked.Exchange(ref from._life, null) is not { } life)
        {
            return;
        }

        state.Changes.MoveSteps(from, this, life);
        AfterLocked(state, life, isNew: false);
        state.Changes.Collect(this);

        // While it is counted nowhere yet, whoever made it known looks itself.
        if (Count is var count and > 0)
        {
            SeeReturn(state, this, isNew: true, count, now);
        }
    }

    /// <summary>Takes over another's steps. Under the gate of those who tell.</summary>
    public void SetSteps(TrackedError from, RecordLife life)
    {
        _toldSteps = from._toldSteps;
        from._toldSteps = 0;
        Volatile.Write(ref _life, life);
    }

    /// <summary>Whether it is not queued yet for those who tell; it is afterwards.</summary>
    public bool TryQueueForTelling() => Interlocked.Exchange(ref _isQueuedForTelling, 1) == 0;

    /// <summary>It is taken out of that queue, and about to be looked at.</summary>
    public void LeaveQueueForTelling() => Interlocked.Exchange(ref _isQueuedForTelling, 0);

    /// <summary>Its steps that were not taken yet, oldest first, if somebody listened to the last: the one that was asked for, and the one that an occurrence made at once after it. Under the gate of those who tell.</summary>
    public IEnumerable<StatusChange> TakeUntold()
    {
        var life = Volatile.Read(ref _life);
        var untold = (int)Math.Min((life?.Number ?? 0) - _toldSteps, RecordLife.MostSteps);
        if (untold <= 0)
        {
            return [];
        }

        _toldSteps = life!.Number;
        return life.IsToTell ? life.Steps.TakeLast(untold) : [];
    }

    private bool TryEnd(RegistryState state, RecordLife life, string? release, string? host, RegistryMoment now)
    {
        var (input, reason) = life.Muting is { } muting
            ? (LifeInput.MuteEnd, muting.IsOver(now.Steady) ? LifeWords.TimeOver : LifeWords.Heard(muting))
            : (LifeInput.Return, LifeWords.CameBack(life.Resolution!, release, host, now.Steady));
        var step = LifeMachine.Next(life.Status, input)!.Value;
        var after = RecordLife.After(life, step, BoundedText.Cut(reason, LifeWords.MaxReason), now.UtcTime, null, null, state.Changes.IsHeard);
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _life, after, life), life))
        {
            return false;
        }

        state.Changes.Count(step.Change);
        return true;
    }

    /// <summary>The life before a step. What a recording thread made of it is told first: each step but the last is told when the next is made.</summary>
    private RecordLife? BeforeLocked(RegistryState state)
    {
        var before = Volatile.Read(ref _life);
        state.Changes.Collect(this);
        return before;
    }

    private void AfterLocked(RegistryState state, RecordLife after, bool isNew = true)
    {
        _home = state;
        if (after.Muting?.Deadline is { } deadline and not long.MaxValue)
        {
            state.TimedMutes.Add(this, deadline);
        }

        lock (_gate)
        {
            var bytes = RecordSize.Of(after);
            GrowLocked(bytes - _lifeBytes);
            _lifeBytes = bytes;
            if (!after.IsSilent && _kept < AlwaysKept)
            {
                // What came while it was silent has moved the next example far away.
                Volatile.Write(ref _nextExample, 0);
            }
        }

        if (isNew)
        {
            state.Changes.Count(after.Steps[^1].Kind);
            state.Changes.Collect(this);
        }
    }

    /// <summary>
    /// What it means to the life of this record that another became part of it: this one's life goes on. Resolved, it is back when the other was seen since;
    /// muted, occurrences that were about to come here count.
    /// </summary>
    private void AbsorbLife(TrackedError other, FinalCounts counts, RegistryMoment now)
    {
        if (_home is not { } state)
        {
            return;
        }

        // One that is not described yet came after all that was asked of the registry before.
        SeeReturn(state, other, isNew: other.Description is null, counts.BySeverity.Sum(), now);
    }

    private void SeeReturn(RegistryState state, TrackedError other, bool isNew, long count, RegistryMoment now)
    {
        for (var isCounted = false; Volatile.Read(ref _life) is { IsWatched: true } life;)
        {
            var (releases, hosts) = (other.Origins.Releases, other.Origins.Hosts);
            if (life.Muting is { } muting)
            {
                if (isCounted || !(isNew ? muting.Count(now.Steady, count) : muting.IsOver(now.Steady)))
                {
                    return;
                }

                isCounted = true;
            }
            else if ((!isNew && other.LastSeenSteady <= life.Resolution!.Steady) || (releases.Count > 0 && releases.All(release => life.Resolution!.IsTooOld(release, state.Releases))))
            {
                return;
            }

            if (TryEnd(state, life, releases.Count == 0 ? null : releases[^1], hosts.Count == 0 ? null : hosts[^1], now))
            {
                AfterLocked(state, Volatile.Read(ref _life)!, isNew: false);
                state.Changes.Collect(this);
                return;
            }
        }
    }

    private StatusChange FirstStep()
    {
        var (releases, hosts) = (Origins.Releases, Origins.Hosts);
        var reason = _firstReason ?? LifeWords.FirstSeen(releases.Count == 0 ? null : releases[0], hosts.Count == 0 ? null : hosts[0]);
        return new StatusChange(new DateTimeOffset(FirstUtc, TimeSpan.Zero), ErrorChange.New, ErrorStatus.Open, ErrorStatus.Open, BoundedText.Cut(reason, LifeWords.MaxReason));
    }
}
