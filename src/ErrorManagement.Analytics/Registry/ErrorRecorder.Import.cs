using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Registry;

/// <content>The way of a record that comes from an export.</content>
internal sealed partial class ErrorRecorder
{
    // One record must leave room for others.
    private const int LargestShare = 2;

    /// <summary>Takes a record in, or completes the one that is held. Another thread sees all of it or nothing.</summary>
    public ImportOutcome Import(ErrorRecord read)
    {
        // Before the gate is taken: rules of the host's own look at the texts.
        var record = new RecordIntake(_options, _scrubber).Clean(read);
        var track = TrackOf(record.ErrorType, record.Component);
        var state = DrainAndLock();
        try
        {
            return ImportLocked(state, record, track, _clock.Read());
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private ImportOutcome ImportLocked(RegistryState state, ErrorRecord record, IPatternTrack? track, RegistryMoment now)
    {
        foreach (var fingerprint in record.Fingerprints)
        {
            if (state.Store.Find(fingerprint) is { } held)
            {
                return CompleteLocked(state, held, record, now) ? ImportOutcome.Merged : ImportOutcome.Skipped;
            }
        }

        var made = new TrackedError((ulong)Interlocked.Increment(ref _lastHandle), record.Component, record.ErrorType, state.Series, track, _options.MaxOccurrencesPerRecord, now)
        {
            Group = ErrorGroups.Of(record.Component, record.ErrorType),
            DefaultSeverity = record.CountsBySeverity.Count == 0 ? record.Severity : record.CountsBySeverity.MaxBy(static entry => entry.Value).Key,
            Category = record.Category,
            Code = record.Code ?? default,
            Identity = record.Identity,
        };
        var added = made.Restore(record, now);
        if (made.Bytes > state.Store.Bytes.Most / LargestShare || !state.Store.HasRoomFor(made.LastSeenSteady, made.Bytes))
        {
            return ImportOutcome.Skipped;
        }

        made.RestoreLife(record);
        state.Handles.Set(made.Handle, made);
        state.Store.Add(made, state.Evicted);
        _lifetime.Discount(made.Component, added, isNew: true);
        ErrorWorker.EndEvictedLocked(state);
        return ImportOutcome.Added;
    }

    private bool CompleteLocked(RegistryState state, TrackedError held, ErrorRecord record, RegistryMoment now)
    {
        var isChanged = held.Complete(record, now, out var added);
        _lifetime.Discount(held.Component, added, isNew: false);
        if (state.Store.Bytes.IsOver)
        {
            Schedule();
        }

        return isChanged;
    }
}
