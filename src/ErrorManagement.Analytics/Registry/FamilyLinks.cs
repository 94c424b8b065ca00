using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Decides which errors that differ are one record: by hand first, then by their stacks, then by the words of their messages. Under the gate of their state.</summary>
internal sealed class FamilyLinks(RegistryClock clock, RecordMerger merger)
{
    private const int LongestChain = 64;
    private const int ShownValues = 3;

    /// <summary>The record that an error belongs to as a part, and why; null when it stands for itself.</summary>
    public (TrackedError Living, PartLink Link)? HostOf(RegistryState state, TrackedError record)
    {
        var decision = state.Book.Find(record.Fingerprint);
        if (decision is not null)
        {
            record.IsApart = decision.Into is null;
            if (decision.Into is null)
            {
                return null;
            }

            if (TargetOf(state, decision) is { } target && !ReferenceEquals(target, record))
            {
                return (target, new PartLink(PartLinkKind.Hand, decision.Reason, decision.At));
            }
        }

        var explainers = StackMatch.ExplainersOf(record.OwnStack, [.. state.FamilyOf(record.Grounds).Where(other => !ReferenceEquals(other, record))], static other => other.OwnStack);
        var found = explainers.Select(static other => other.Living).Where(living => living is not null && !ReferenceEquals(living, record)).Distinct().ToArray();
        return found is [{ } only] && !WasSplitFrom(state, only, record)
            ? (only, new PartLink(PartLinkKind.Stack, ReasonOf(record.OwnStack, explainers[0].OwnStack), clock.Read().UtcTime))
            : null;
    }

    /// <summary>Puts an error that has just become known in its place, and others that it says something about.</summary>
    /// <param name="state">The state.</param>
    /// <param name="record">The error: described, and in no index yet.</param>
    public void PlaceLocked(RegistryState state, TrackedError record)
    {
        state.AddToFamily(record);
        var isNew = true;
        if (HostOf(state, record) is { } host)
        {
            JoinNotedLocked(state, record, host.Living, host.Link);
            isNew = false;
        }
        else
        {
            state.Store.Add(record, state.Evicted);
            ErrorWorker.EndEvictedLocked(state);
        }

        RelinkPartsLocked(state, record);

        // The longest first: what it explains itself goes along.
        foreach (var shorter in state.FamilyOf(record.Grounds)
                     .Where(other => StackMatch.Explains(record.OwnStack, other.OwnStack))
                     .OrderByDescending(static other => other.OwnStack.Frames.Count)
                     .ToArray())
        {
            isNew &= !RelinkLocked(state, shorter, isNew ? record : null);
        }

        if (isNew)
        {
            record.NoteChangeLocked(state, ErrorChange.New, "", clock.Read());
        }

        FindValuesLocked(state, record);
    }

    /// <summary>Looks again at whether an error is part of a record, and of which.</summary>
    /// <param name="state">The state.</param>
    /// <param name="record">A record or a part.</param>
    /// <param name="unborn">A record that became known this moment: when it explains one that is known longer, it goes on with the life of that one.</param>
    /// <returns>Whether it became part of <paramref name="unborn"/>.</returns>
    public bool RelinkLocked(RegistryState state, TrackedError record, TrackedError? unborn = null)
    {
        if (record.Link is { Kind: PartLinkKind.Words } || (record.Living is null && record.Link is null))
        {
            return false;
        }

        var host = HostOf(state, record);
        if (record.Link is { } link)
        {
            if (ReferenceEquals(host?.Living, record.Living) || (link.Kind == PartLinkKind.Hand && host?.Link.Kind != PartLinkKind.Hand))
            {
                return false;
            }

            var left = record.Living!;
            record = merger.TakeOutLocked(state, record);
            if (host is null)
            {
                left.NoteChangeLocked(state, ErrorChange.Split, $"{NameOf(record)} may as well be part of another record, by its stack", clock.Read());
                record.NoteChangeLocked(state, ErrorChange.Split, $"was part of {NameOf(left)}; its stack now fits more than one record", clock.Read());
                JoinWordsLocked(state, left, record);
                RecordMerger.HoldLocked(state, record);
                return false;
            }

            JoinNotedLocked(state, record, host.Value.Living, host.Value.Link);
            JoinWordsLocked(state, left, record);
            return ReferenceEquals(host.Value.Living, unborn);
        }

        if (host is not { } found)
        {
            return false;
        }

        var isReborn = ReferenceEquals(found.Living, unborn);
        if (isReborn)
        {
            unborn!.TakeOverLife(record, state, clock.Read());
        }

        JoinNotedLocked(state, record, found.Living, found.Link);
        return isReborn;
    }

    /// <summary>Brings to a record what somebody made part of it, and part of these.</summary>
    public void RelinkPartsLocked(RegistryState state, TrackedError record)
    {
        // Each once: chains longer than what is followed may hide a circle.
        var wholes = new Queue<ErrorFingerprint>([record.Fingerprint]);
        var seen = new HashSet<ErrorFingerprint>(wholes);
        while (wholes.TryDequeue(out var whole))
        {
            foreach (var fingerprint in state.Book.PartsOf(whole).Where(seen.Add).ToArray())
            {
                if (state.FindOwner(fingerprint) is { } part)
                {
                    RelinkLocked(state, part);
                }

                wholes.Enqueue(fingerprint);
            }
        }
    }

    /// <summary>Looks again at all that have to do with an error which somebody moved.</summary>
    public void RelinkFamilyLocked(RegistryState state, TrackedError record)
    {
        foreach (var other in state.FamilyOf(record.Grounds).OrderByDescending(static other => other.OwnStack.Frames.Count).ToArray())
        {
            RelinkLocked(state, other);
        }
    }

    /// <summary>Makes an error part of a record, and writes it into the history of that.</summary>
    public void JoinNotedLocked(RegistryState state, TrackedError record, TrackedError living, PartLink link)
    {
        merger.JoinLocked(state, record, living, link);
        living.NoteChangeLocked(state, ErrorChange.Merged, $"{NameOf(record)} became part of it: {link.Reason}", clock.Read());
    }

    /// <summary>What is one with an error by its words goes along with it when that leaves a record.</summary>
    /// <param name="state">The state.</param>
    /// <param name="left">The record that it was part of.</param>
    /// <param name="record">What was taken out.</param>
    public void JoinWordsLocked(RegistryState state, TrackedError left, TrackedError record)
    {
        foreach (var part in left.Parts.Where(part => part.Link is { Kind: PartLinkKind.Words } link && link.Into == record.Fingerprint).ToArray())
        {
            var link = part.Link!;
            JoinNotedLocked(state, merger.TakeOutLocked(state, part), record.Living!, link);
        }
    }

    public static string NameOf(TrackedError record) => record.Fingerprint.ToString();

    /// <summary>When enough errors of one site differ in one word of their messages, that word is a value.</summary>
    private void FindValuesLocked(RegistryState state, TrackedError record)
    {
        if (record.IsApart || record.Link is not null || record.Grounds is not { Text: { } text } grounds || state.SiteOf(grounds, makeIt: true) is not { } site)
        {
            return;
        }

        if (!site.TryFind(text, record, out var finding, out var alike))
        {
            return;
        }

        var one = grounds.WithText(finding.Template);
        var fingerprint = FingerprintRules.Of(one);
        var rest = alike.Where(static other => other.Link is null && !other.IsApart && other.Living == other).OrderBy(static other => other.FirstUtc).ThenBy(static other => other.Handle).ToList();
        var living = state.FindOwner(fingerprint)?.Living;
        if (living is null)
        {
            if (rest.Count == 0)
            {
                return;
            }

            living = rest[0];
            rest.RemoveAt(0);
            RenameLocked(state, living, fingerprint, one);
        }

        site.Keep(finding.Template, living);
        var shown = string.Join(", ", finding.Values.Take(ShownValues).Select(static value => $"\"{value}\""));
        var link = new PartLink(PartLinkKind.Words, $"their messages differ in one word only, and {finding.Values.Count} different ones, such as {shown}, are values", clock.Read().UtcTime, fingerprint);
        foreach (var other in rest.Where(other => !ReferenceEquals(other, living)))
        {
            JoinNotedLocked(state, other, living, link);
        }
    }

    /// <summary>A record goes by another identity from now on; the one it had leads to it on.</summary>
    public static void RenameLocked(RegistryState state, TrackedError record, ErrorFingerprint fingerprint, GroupIdentity grounds)
    {
        var before = record.Fingerprint;
        state.RemoveFromFamily(record);
        record.Description = record.Description! with { Fingerprint = fingerprint, Template = grounds.Text ?? record.Description.Template, Grounds = grounds };
        state.Store.Rename(record, before);
        record.TryAddFormer(before);
        state.AddToFamily(record);
    }

    /// <summary>Where a decision leads by now: what something became part of may have become part of something else.</summary>
    private static TrackedError? TargetOf(RegistryState state, GroupingDecision decision)
    {
        for (var i = 0; i < LongestChain && decision.Into is { } into; i++)
        {
            if (state.FindOwner(into)?.Living is { } living)
            {
                return living;
            }

            if (state.Book.Find(into) is not { } next)
            {
                break;
            }

            decision = next;
        }

        return null;
    }

    private static bool WasSplitFrom(RegistryState state, TrackedError split, TrackedError from) =>
        state.Book.Find(split.Fingerprint) is { Into: null } decision && decision.From == from.Fingerprint;

    private static string ReasonOf(StackSignature shorter, StackSignature longer)
    {
        var left = longer.Frames.ToList();
        foreach (var frame in shorter.Frames)
        {
            left.Remove(frame);
        }

        return $"it is the same stack without {string.Join(", ", left.Take(ShownValues))}{(left.Count > ShownValues ? " and others" : "")}, which the compiler inlined";
    }
}
