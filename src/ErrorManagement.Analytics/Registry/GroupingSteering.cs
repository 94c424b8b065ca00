namespace ErrorManagement.Analytics.Registry;

/// <summary>Does what users say about which errors are one. Under the gate of the state.</summary>
internal sealed class GroupingSteering(ErrorWorker worker, RegistryClock clock)
{
    /// <summary>Makes two records one.</summary>
    /// <returns>Whether both are held and are one now.</returns>
    public bool MergeLocked(RegistryState state, ErrorId into, ErrorId other, string? reason)
    {
        if (state.FindOwner(into)?.Living is not { } living || state.FindOwner(other)?.Living is not { } record)
        {
            return false;
        }

        if (ReferenceEquals(living, record))
        {
            return true;
        }

        var now = clock.Read().UtcTime;
        var why = reason ?? "merged by hand";

        // The last word counts: what said the opposite goes.
        if (state.Book.LeadsTo(living.Fingerprint, record.Fingerprint))
        {
            state.Book.Remove(living.Fingerprint);
        }

        state.Book.Write(record.Fingerprint, new GroupingDecision(living.Fingerprint, default, why, now));
        worker.Links.JoinNotedLocked(state, record, living, new PartLink(PartLinkKind.Hand, why, now));
        worker.Links.RelinkFamilyLocked(state, record);
        worker.Links.RelinkFamilyLocked(state, living);
        return true;
    }

    /// <summary>Makes a part a record of its own.</summary>
    /// <returns>The record's id; none when there is no such part.</returns>
    public ErrorId SplitLocked(RegistryState state, ErrorId id, string? reason)
    {
        if (state.FindOwner(id) is not { Link: not null, Living: { } living } part)
        {
            return default;
        }

        var now = clock.Read();
        var why = reason ?? "split by hand";
        state.Book.Write(part.Fingerprint, new GroupingDecision(null, living.Fingerprint, why, now.UtcTime));
        var record = worker.Merger.TakeOutLocked(state, part);
        record.IsApart = true;
        living.NoteChangeLocked(state, ErrorChange.Split, $"{FamilyLinks.NameOf(record)} left it: {why}", now);
        record.NoteChangeLocked(state, ErrorChange.Split, $"left {FamilyLinks.NameOf(living)}: {why}", now);
        worker.Links.JoinWordsLocked(state, living, record);
        RecordMerger.HoldLocked(state, record);
        worker.Links.RelinkPartsLocked(state, record);
        worker.Links.RelinkFamilyLocked(state, record);
        return new ErrorId(record.Handle);
    }
}
