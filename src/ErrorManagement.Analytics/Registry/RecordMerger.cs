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
        state.Handles.Set(record.Handle, living);
        if (living.AddAlias(record.Handle) is var forgotten and not 0)
        {
            state.Handles.Remove(forgotten, living);
        }

        var counts = record.Close(living);
        living.Absorb(record, counts, clock.Read());
        state.Lifetime.Move(record.Component, living.Component, counts.BySeverity);
        if (!ReferenceEquals(existing, living))
        {
            existing.Bring(counts.BySeverity, counts.Kept);
        }

        state.Store.Alias(record.Handle, living);
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

    /// <summary>A part becomes a record of its own again, with the counts that are its own.</summary>
    /// <param name="state">The state.</param>
    /// <param name="part">The part.</param>
    /// <param name="staysApart">Whether it is held from now on, for which another one may have to go, the one that it leaves among them; otherwise it is to become part of another at once.</param>
    /// <returns>The record.</returns>
    public TrackedError TakeOutLocked(RegistryState state, TrackedError part, bool staysApart)
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

        if (staysApart)
        {
            state.Store.Add(reborn, state.Evicted);
            ErrorWorker.EndEvictedLocked(state);
        }

        state.Handles.Set(reborn.Handle, reborn);
        foreach (var handle in part.GetHandles().Where(handle => handle != reborn.Handle))
        {
            reborn.AddAlias(handle);
            state.Handles.Set(handle, reborn);
            if (staysApart)
            {
                state.Store.Alias(handle, reborn);
            }
        }

        return reborn;
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
        part.EndPart(living);
        state.RemovePart(part);
        state.RemoveFromFamily(part);
        state.RemoveFromSite(part);
        state.Handles.Set(part.Handle, living);
        state.Store.Alias(part.Handle, living);
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
