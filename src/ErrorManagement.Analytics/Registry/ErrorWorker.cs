using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Finishes captured errors: names, template, fingerprint, a place in the store. Runs on the pool, or on the thread of whoever asks a question first.</summary>
internal sealed class ErrorWorker(ErrorRegistryOptions options, RegistryClock clock)
{
    private readonly ErrorDescriber _describer = new(options);

    /// <summary>Finishes what waits, at most so many. Under the gate of the state.</summary>
    public void DrainLocked(RegistryState state, int most = int.MaxValue)
    {
        while (most-- > 0 && state.Queue.TryDequeue(out var captured))
        {
            state.Places.Give(captured.Record.Group, RecordSize.Of(captured));
            try
            {
                FinishLocked(state, captured);
            }
            catch (Exception e)
            {
                // Names and symbols come from foreign assemblies. What cannot be finished ends like a record that had to go: counted, without details.
                state.Troubles.NoteLocked(RegistryTrouble.Unfinished, e);
                if (!ReferenceEquals(state.Store.Find(new ErrorId(captured.Record.Handle)), captured.Record))
                {
                    EndLocked(state, captured.Record, DropReason.Unfinished);
                }
            }
        }

        // Records grow while they are held: by examples, and by others that turn out to be the same error.
        if (state.Store.Bytes.IsOver)
        {
            state.Store.Trim(state.Evicted);
            EndEvictedLocked(state);
        }
    }

    private void FinishLocked(RegistryState state, CapturedError captured)
    {
        var record = captured.Record;
        var template = captured.Template ?? MessageMask.Apply(captured.Message);
        var fingerprint = FingerprintRules.Of(record.Component, captured.Types, record.Identity, template, StackSignature.None);
        if (state.Store.Find(fingerprint) is { } existing)
        {
            MergeLocked(state, record, existing);
            return;
        }

        record.Description = _describer.Describe(captured, fingerprint, template);
        record.Grow(RecordSize.Of(record.Description, captured));
        state.Store.Add(record, state.Evicted);
        EndEvictedLocked(state);
        record.NoteChangeLocked(state, ErrorChange.New, "", default);
    }

    /// <summary>Two keys turned out to lead to one error.</summary>
    private void MergeLocked(RegistryState state, TrackedError record, TrackedError existing)
    {
        // The keys lead to the older record before this one refuses: whoever is refused looks again and finds it.
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

        state.Handles.Set(record.Handle, existing);
        if (existing.AddAlias(record.Handle) is var forgotten and not 0)
        {
            state.Handles.Remove(forgotten, existing);
        }

        existing.Absorb(record, record.Close(existing), clock.Read());
        state.Store.Alias(record.Handle, existing);
    }

    private static void EndEvictedLocked(RegistryState state)
    {
        foreach (var record in state.Evicted)
        {
            state.Troubles.NoteLocked(RegistryTrouble.Evicted);
            EndLocked(state, record, DropReason.Evicted);
        }

        state.Evicted.Clear();
    }

    /// <summary>Takes a record out of all that leads to it. Its counts stay in the totals.</summary>
    private static void EndLocked(RegistryState state, TrackedError record, DropReason reason)
    {
        // Closed first: a call site that is added from now on is taken away by who added it.
        var counts = record.Close();
        foreach (var key in (ulong[])[.. record.GetCores(), .. record.GetNears()])
        {
            state.Keys.Remove(key, record);
        }

        state.SettleLocked(record, counts);
        foreach (var handle in record.GetHandles())
        {
            state.Handles.Remove(handle, record);
        }

        for (var i = 0; i < counts.BySeverity.Count; i++)
        {
            state.CountEnded(record.ErrorType, record.Component, (ErrorSeverity)i, counts.BySeverity[i]);
        }

        for (var i = 0; i < counts.Consequences.Count; i++)
        {
            state.CountEnded(record.ErrorType, record.Component, (ErrorSeverity)i, counts.Consequences[i]);
        }

        state.CountDrop(reason, counts.Kept);
        if (reason == DropReason.Evicted)
        {
            state.CountEvicted(counts.BySeverity.Sum() + counts.Consequences.Sum());
        }

        record.Forget();
    }
}
