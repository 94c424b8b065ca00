using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Finishes captured errors: names, template, fingerprint, a place in the store. Runs on the pool, or on the thread of whoever asks a question first.</summary>
internal sealed class ErrorWorker
{
    private const int MaxUnflushed = 1_024;

    private readonly ErrorDescriber _describer;
    private readonly CapturedIdentities _identities;

    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="stackOf">Reads an error's own stack; null to read it from its frames.</param>
    public ErrorWorker(ErrorRegistryOptions options, RegistryClock clock, Func<CapturedError, StackSignature>? stackOf = null)
    {
        var stacks = new OwnStacks();
        _describer = new ErrorDescriber(options);
        _identities = new CapturedIdentities(options.Grouping.By, stackOf ?? (captured => StackOf(stacks, captured)));
        Merger = new RecordMerger(clock);
        Links = new FamilyLinks(clock, Merger);
        Steering = new GroupingSteering(this, clock);
    }

    /// <summary>Puts records together and takes them apart.</summary>
    public RecordMerger Merger { get; }

    /// <summary>Decides which errors are one.</summary>
    public FamilyLinks Links { get; }

    /// <summary>Does what users say about which errors are one.</summary>
    public GroupingSteering Steering { get; }

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
                if (captured.Record is { Link: null, IsClosed: false } && !ReferenceEquals(state.Store.Find(new ErrorId(captured.Record.Handle)), captured.Record))
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

    private static StackSignature StackOf(OwnStacks stacks, CapturedError captured) =>
        captured.Exceptions.Count > 0 ? stacks.Of(captured.Exceptions)
        : captured.StackText is { } text ? OwnStacks.Of(text)
        : StackSignature.None;

    private void FinishLocked(RegistryState state, CapturedError captured)
    {
        var record = captured.Record;
        var grounds = _identities.Of(captured, out var template);
        var fingerprint = FingerprintRules.Of(grounds);
        if (grounds.Text is { } text && state.FindOwner(fingerprint) is null && state.Book.Find(fingerprint) is null && state.SiteOf(grounds)?.Generalise(text) is { } general && general != text)
        {
            (grounds, template) = (grounds.WithText(general), general);
            fingerprint = FingerprintRules.Of(grounds);
        }

        if (state.FindOwner(fingerprint) is { } existing)
        {
            AdoptLocked(state, existing, grounds);
            Merger.AbsorbLocked(state, record, existing);
            return;
        }

        // What older rules made is found again by them, once: from then on it has the identity that this error has now.
        if (state.Store.HoldsFormer && state.Store.Find(CapturedIdentities.FirstOf(captured)) is { Fingerprint.Version: FirstFingerprintRules.Version } former)
        {
            FamilyLinks.RenameLocked(state, former, fingerprint, grounds);
            Merger.AbsorbLocked(state, record, former);
            return;
        }

        record.Description = _describer.Describe(captured, grounds, fingerprint, template);
        record.Grow(RecordSize.Of(record.Description, captured));
        Links.PlaceLocked(state, record);
    }

    /// <summary>A record that was taken in from elsewhere knows its identity only; now it learns what that is made of.</summary>
    private static void AdoptLocked(RegistryState state, TrackedError existing, GroupIdentity grounds)
    {
        if (existing is { Grounds: null, Description: { } description } && existing.Fingerprint == FingerprintRules.Of(grounds))
        {
            existing.Description = description with { Grounds = grounds };
            state.AddToFamily(existing);
        }
    }

    /// <summary>Takes the records that had to go out of all that leads to them.</summary>
    public static void EndEvictedLocked(RegistryState state)
    {
        foreach (var record in state.Evicted)
        {
            state.Troubles.NoteLocked(RegistryTrouble.Evicted);
            EndLocked(state, record, DropReason.Evicted);
        }

        state.Evicted.Clear();
        if (state.Series.Unflushed.Count > MaxUnflushed)
        {
            // What has ended must not be held for a reader who may never come.
            state.Series.Unflushed.Flush();
        }
    }

    /// <summary>Takes a record out of all that leads to it. Its counts stay in the totals.</summary>
    private static void EndLocked(RegistryState state, TrackedError record, DropReason reason)
    {
        // Closed first: a call site that is added from now on is taken away by who added it.
        var counts = record.Close();
        RecordMerger.ForgetLocked(state, record);
        state.SettleLocked(record, counts);
        record.AddTo(state.LostReleases, counts.BySeverity.Sum());

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
