using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Finishes captured errors: names, template, fingerprint, a place in the store. Runs on the pool, or on the thread of whoever asks a question first.</summary>
internal sealed class ErrorWorker(ErrorRegistryOptions options, RegistryClock clock)
{
    private readonly int _maxMessage = options.MaxMessageLength;

    /// <summary>Finishes what waits, at most so many. Under the gate of the state.</summary>
    public void DrainLocked(RegistryState state, int most = int.MaxValue)
    {
        while (most-- > 0 && state.Queue.TryDequeue(out var captured))
        {
            state.Release();
            try
            {
                FinishLocked(state, captured);
            }
            catch (Exception e)
            {
                // Names and symbols come from foreign assemblies. What cannot be finished ends like a record that had to go: counted, without details.
                state.Troubles.NoteLocked(RegistryTrouble.Unfinished, e);
                EndLocked(state, captured.Record);
            }
        }
    }

    /// <summary>A message, or as much of it as is kept.</summary>
    public static string Cut(string message, int length)
    {
        if (message.Length <= length)
        {
            return message;
        }

        // Never half of a surrogate pair.
        return message[..(char.IsHighSurrogate(message[length - 1]) ? length - 1 : length)];
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

        record.Description = new ErrorDescription(
            fingerprint,
            template,
            Cut(captured.Message, _maxMessage),
            captured.Stacks.Count > 1 ? captured.Stacks[^1].Title : null,
            captured.StackText ?? StackText.Of(captured.Stacks),
            []);
        if (state.Store.Add(record) is { } evicted)
        {
            state.Troubles.NoteLocked(RegistryTrouble.Evicted);
            EndLocked(state, evicted);
        }
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

        foreach (var site in record.GetSites())
        {
            if (existing.TryAddSite(site))
            {
                state.Keys.Set(site, existing);
            }
            else
            {
                state.Keys.Remove(site, record);
            }
        }

        existing.Absorb(record, record.Close(existing), clock.Read());
        state.Store.Alias(record.Handle, existing);
    }

    private static void EndLocked(RegistryState state, TrackedError record)
    {
        foreach (var key in (ulong[])[.. record.GetCores(), .. record.GetSites()])
        {
            state.Keys.Remove(key, record);
        }

        var counts = record.Close();
        state.SettleLocked(record, counts);
        for (var i = 0; i < counts.BySeverity.Count; i++)
        {
            state.CountEnded(record.ErrorType, record.Component, (ErrorSeverity)i, counts.BySeverity[i]);
        }

        for (var i = 0; i < counts.Consequences.Count; i++)
        {
            state.CountEnded(record.ErrorType, record.Component, (ErrorSeverity)i, counts.Consequences[i]);
        }

        state.CountDrop(DropReason.Evicted, counts.Kept);
    }
}
