namespace ErrorManagement.Analytics.Registry;

/// <summary>Puts records together and takes them apart, with all that leads to them. Under the gate of their state.</summary>
internal sealed class RecordMerger(RegistryClock clock)
{
    /// <summary>A record that waits turned out to be one that is held, or a part of it: the same identity by another key.</summary>
    public void AbsorbLocked(RegistryState state, TrackedError record, TrackedError existing)
    {
        var living = existing.Living!;

        // The keys lead to the older record before this one refuses: whoever is refused looks again and finds it.
        LeadKeys(state, record, existing);
        LeadHandles(state, record, existing);
        var counts = record.Close(living);
        if (!ReferenceEquals(existing, living))
        {
            existing.Bring(counts, record);
        }

        living.Absorb(record, counts, clock.Read());
        state.Lifetime.Move(record.Component, living.Component, counts.BySeverity);
    }

    /// <summary>A record becomes part of another one, whether it is held already or waits.</summary>
    public void JoinLocked(RegistryState state, TrackedError record, TrackedError living, PartLink link)
    {
        var isHeld = ReferenceEquals(state.Store.Find(new ErrorId(record.Handle)), record);
        var handles = record.GetHandles();
        var parts = record.Parts.ToArray();
        var formers = record.Fingerprints;
        if (isHeld)
        {
            state.Store.Join(record);
        }

        var moved = new List<TrackedError>(parts.Length);
        foreach (var part in parts)
        {
            if (living.Parts.Count < TrackedError.MaxParts)
            {
                record.MovePart(part, living);
                state.Store.AddPart(part, living);
                moved.Add(part);
            }
            else
            {
                Dissolve(state, record, part, living);
            }
        }

        if (living.Parts.Count < TrackedError.MaxParts)
        {
            var counts = record.BecomePart(living, link);
            record.BringWithout(moved);
            living.Absorb(record, counts, clock.Read());
            state.Lifetime.Move(record.Component, living.Component, counts.BySeverity);
            living.AddPart(record);
            state.AddPart(record);
            state.Store.AddPart(record, living);
        }
        else
        {
            state.RemoveFromFamily(record);
            state.RemoveFromSite(record);
            AbsorbLocked(state, record, living);
        }

        foreach (var handle in handles.Where(handle => handle != record.Handle))
        {
            state.Store.Alias(handle, living);
        }

        foreach (var former in formers)
        {
            if (state.FindOwner(former) is null && living.TryAddFormer(former))
            {
                state.Store.Alias(former, living);
            }
        }
    }

    /// <summary>A part becomes an error of its own again, with the counts that are its own. It waits for a place: it may become part of another record at once.</summary>
    /// <returns>The error; to be held (<see cref="HoldLocked"/>) or to be made part of a record (<see cref="JoinLocked"/>).</returns>
    public TrackedError TakeOutLocked(RegistryState state, TrackedError part)
    {
        var living = part.Living!;
        var now = clock.Read();
        var reborn = part.Reborn(now);

        // The keys lead to the new record first, so that nobody who is refused by the part finds nothing.
        foreach (var core in part.GetCores())
        {
            reborn.AddCore(core);
            state.Keys.Set(core, reborn);
        }

        foreach (var near in part.GetNears())
        {
            reborn.TryAddNear(near);
            state.Keys.Set(near, reborn);
        }

        var counts = living.TakeOut(part, reborn, now);
        state.Lifetime.Move(living.Component, reborn.Component, counts);
        state.RemovePart(part);
        state.Store.RemovePart(part, living);
        state.RemoveFromFamily(part);
        state.AddToFamily(reborn);
        if (reborn.Grounds is { Text: { } text } grounds)
        {
            state.SiteOf(grounds)?.Replace(text, reborn);
        }

        state.Handles.Set(reborn.Handle, reborn);
        foreach (var handle in part.GetHandles().Where(handle => handle != reborn.Handle))
        {
            reborn.AddAlias(handle);
            state.Handles.Set(handle, reborn);
        }

        // What it was called before goes with it, also what there was no room for while it was a part.
        foreach (var former in part.FormerFingerprints.Where(former => state.FindOwner(former) is var owner && (owner is null || ReferenceEquals(owner, living))).ToArray())
        {
            living.RemoveFormer(former);
            state.Store.Unalias(former, living);
            reborn.TryAddFormer(former);
        }

        return reborn;
    }

    /// <summary>Gives an error that was taken out a place of its own. Others may have to go for it, the record that it was part of among them.</summary>
    public static void HoldLocked(RegistryState state, TrackedError record)
    {
        state.Store.Add(record, state.Evicted);
        foreach (var handle in record.GetHandles().Where(handle => handle != record.Handle))
        {
            state.Store.Alias(handle, record);
        }

        foreach (var former in record.FormerFingerprints)
        {
            state.Store.Alias(former, record);
        }

        ErrorWorker.EndEvictedLocked(state);
    }

    /// <summary>Takes a record, or a part whose record ended, out of all that leads to it.</summary>
    public static void ForgetLocked(RegistryState state, TrackedError record)
    {
        foreach (var part in record.Parts)
        {
            part.EndPart();
            ForgetLocked(state, part);
            state.RemovePart(part);
            part.Forget();
        }

        foreach (var key in (ulong[])[.. record.GetCores(), .. record.GetNears()])
        {
            state.Keys.Remove(key, record);
        }

        foreach (var handle in record.GetHandles())
        {
            state.Handles.Remove(handle, record);
        }

        state.RemoveFromFamily(record);
        state.RemoveFromSite(record);
    }

    /// <summary>A part that there is no room for goes into its record for good: its counts are known apart no more.</summary>
    private static void Dissolve(RegistryState state, TrackedError record, TrackedError part, TrackedError living)
    {
        record.RemovePart(part);
        LeadKeys(state, part, living);
        LeadHandles(state, part, living);
        part.EndPart(living);
        state.RemovePart(part);
        state.RemoveFromFamily(part);
        state.RemoveFromSite(part);
    }

    /// <summary>The handles of a record that goes into another one for good lead there, and go when that goes.</summary>
    private static void LeadHandles(RegistryState state, TrackedError record, TrackedError existing)
    {
        foreach (var handle in record.GetHandles())
        {
            state.Handles.Set(handle, existing);
            if (existing.AddAlias(handle) is var forgotten and not 0)
            {
                state.Handles.Remove(forgotten, existing);
            }

            state.Store.Alias(handle, existing.Living!);
        }
    }

    private static void LeadKeys(RegistryState state, TrackedError record, TrackedError existing)
    {
        foreach (var core in record.GetCores())
        {
            state.Keys.Set(core, existing);
            if (existing.AddCore(core) is var surplus and not 0)
            {
                state.Keys.Remove(surplus, existing);
            }
        }

        foreach (var near in record.GetNears())
        {
            if (existing.TryAddNear(near))
            {
                state.Keys.Set(near, existing);
            }
            else
            {
                state.Keys.Remove(near, record);
            }
        }
    }
}
