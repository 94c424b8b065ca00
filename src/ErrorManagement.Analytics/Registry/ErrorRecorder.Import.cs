using ErrorManagement.Analytics.LifeCycles;
using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Registry;

/// <content>The way of a record that comes from an export.</content>
internal sealed partial class ErrorRecorder
{
    // One record must leave room for others.
    private const int LargestShare = 2;

    /// <summary>Takes a record in, or completes the one that is held. Another thread sees all of it or nothing.</summary>
    /// <param name="read">The record.</param>
    /// <param name="began">When the import began: what its times are held against.</param>
    public ImportOutcome Import(ErrorRecord read, RegistryMoment began)
    {
        // Before the gate is taken: rules of the host's own look at the texts.
        var record = new RecordIntake(_options, _scrubber).Clean(read);
        var track = TrackOf(record.ErrorType, record.Component);
        var state = DrainAndLock();
        try
        {
            return ImportLocked(state, record, track, began, _clock.Read());
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private ImportOutcome ImportLocked(RegistryState state, ErrorRecord record, IPatternTrack? track, RegistryMoment began, RegistryMoment now)
    {
        foreach (var fingerprint in record.Fingerprints)
        {
            if (state.FindOwner(fingerprint)?.Living is { } held)
            {
                return CompleteLocked(state, held, record, began, now) ? ImportOutcome.Merged : ImportOutcome.Skipped;
            }
        }

        if (state.Store.Find(record.Fingerprint.ToErrorId()) is not null)
        {
            // The same hash under another version of the rules: none of them wrote that.
            return ImportOutcome.Skipped;
        }

        var made = new TrackedError((ulong)Interlocked.Increment(ref _lastHandle), record.Component, record.ErrorType, state.Series, track, _options.MaxOccurrencesPerRecord, now)
        {
            Group = ErrorGroups.Of(record.Component, record.ErrorType),
            DefaultSeverity = record.CountsBySeverity.Count == 0 ? record.Severity : record.CountsBySeverity.MaxBy(static entry => entry.Value).Key,
            Category = record.Category,
            Code = record.Code ?? default,
            Identity = record.Identity,
        };
        var added = made.Restore(record, began, now, state.OwnRelease);
        if (made.Bytes > state.Store.Bytes.Most / LargestShare || !state.Store.HasRoomFor(made.LastSeenSteady, made.Bytes))
        {
            return ImportOutcome.Skipped;
        }

        made.RestoreLife(record, state, now);
        SeeOwnLocked(state, record, began);
        state.Handles.Set(made.Handle, made);
        state.Store.Add(made, state.Evicted);
        AddFingerprintsLocked(state, made, record);
        _lifetime.Discount(made.Component, added, isNew: true);
        ErrorWorker.EndEvictedLocked(state);
        return ImportOutcome.Added;
    }

    private bool CompleteLocked(RegistryState state, TrackedError held, ErrorRecord record, RegistryMoment began, RegistryMoment now)
    {
        var seenUntil = held.LastUtc;
        SeeOwnLocked(state, record, began);
        var isChanged = held.Complete(record, began, now, state.OwnRelease, out var added) | AddFingerprintsLocked(state, held, record) | CompleteLifeLocked(state, held, record, seenUntil, now);
        _lifetime.Discount(held.Component, added, isNew: false);
        if (state.Store.Bytes.IsOver)
        {
            Schedule();
        }

        return isChanged;
    }

    /// <summary>Where the own release ran before is time that it was observed in.</summary>
    private static void SeeOwnLocked(RegistryState state, ErrorRecord record, RegistryMoment began)
    {
        foreach (var own in TrackedError.ReleasesOf(record).Where(one => one.Release is not null && one.Release == state.OwnRelease))
        {
            state.OwnImported.See(TrackedError.SpanOf(own.FirstSeen, own.LastSeen, began));
        }
    }

    /// <summary>Lets the further identities of a record lead to it, but for those that lead elsewhere or were decided about by hand.</summary>
    private static bool AddFingerprintsLocked(RegistryState state, TrackedError held, ErrorRecord record)
    {
        var isChanged = false;
        foreach (var fingerprint in record.Fingerprints)
        {
            if (fingerprint != held.Fingerprint && state.FindOwner(fingerprint) is null && state.Book.Find(fingerprint) is null && held.TryAddFormer(fingerprint))
            {
                state.Store.Alias(fingerprint, held);
                isChanged = true;
            }
        }

        return isChanged;
    }

    /// <summary>What was done about the error elsewhere holds, unless something was done about it here. What happened here after a resolution elsewhere shows that it is back.</summary>
    private static bool CompleteLifeLocked(RegistryState state, TrackedError held, ErrorRecord record, long seenUntil, RegistryMoment now)
    {
        if (!held.IsUntouched || (record.Status == ErrorStatus.Open && record.StatusChanges.Count < 2))
        {
            return false;
        }

        held.RestoreLife(record, state, now);
        if (held.Resolution is { } resolution)
        {
            var (releases, hosts) = (held.Origins.Releases, held.Origins.Hosts);
            var release = releases.Count == 0 ? null : releases[^1];
            if (seenUntil > resolution.Utc && !resolution.IsTooOld(release, state.Releases))
            {
                held.ChangeLocked(state, LifeInput.Return, LifeWords.CameBack(resolution, release, hosts.Count == 0 ? null : hosts[^1], now.Steady), now);
            }
        }

        return true;
    }
}
