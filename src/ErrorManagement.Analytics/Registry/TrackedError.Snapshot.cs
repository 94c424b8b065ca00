using System.Collections.Frozen;

namespace ErrorManagement.Analytics.Registry;

/// <content>What queries see of the record.</content>
internal sealed partial class TrackedError
{
    /// <summary>The record as it is now. Under the registry's gate, once it is described.</summary>
    /// <param name="ownRelease">The release of the registry's own program; null where that is not known.</param>
    public ErrorRecord Snapshot(string? ownRelease)
    {
        var description = Description!;
        List<SampledOccurrence> examples;
        IReadOnlyList<MessageFacet> facets;
        lock (_gate)
        {
            examples = _examples.ToList();
            facets = FacetUnion.Of(_importedFacets, _facets?.ToList() ?? []);
        }

        // Answers come after counts, so they are read first; and the sum is that of its parts: a snapshot holds together while threads record.
        var (recovered, handled) = (Volatile.Read(ref _recovered), Volatile.Read(ref _handled));
        var others = ReadOthers();
        var counts = BySeverity(OccurrencesOf);
        var count = counts.Values.Sum();
        var consequences = BySeverity(ConsequencesOf);
        var life = Volatile.Read(ref _life);
        return new ErrorRecord
        {
            Id = new ErrorId(Handle),
            Fingerprint = description.Fingerprint,
            Fingerprints = Fingerprints,
            Culprit = OwnStack.Innermost ?? description.Culprit,
            Status = life?.Status ?? ErrorStatus.Open,
            StatusChanges = [FirstStep(), .. life?.Steps ?? []],
            ResolvedInRelease = life?.Resolution?.Release,
            MutedUntil = life?.Muting?.Until,
            MutedUntilPerHour = life?.Muting?.Limit?.Limit,
            ErrorType = ErrorType,
            Component = Component,
            Message = examples.Count > 0 ? examples[^1].Message : description.FirstMessage,
            Template = description.Template,
            Facets = facets,
            RootCause = description.RootCause,
            Code = Code.IsNone ? null : Code,
            Identity = Identity,
            Category = Category,
            Severity = Severity,
            Context = Volatile.Read(ref _context),
            StackTrace = description.StackText,
            Stacks = description.Stacks,
            Count = count,
            CountsBySeverity = counts,
            RecoveredCount = recovered,
            HandledCount = handled,
            ConsequenceCount = consequences.Values.Sum(),
            ConsequencesBySeverity = consequences,
            Sources = (ErrorSources)Volatile.Read(ref _sources),
            Releases = Origins.Releases,
            CountsByRelease = CountsByRelease(ownRelease, others, count),
            Hosts = Origins.Hosts,
            Exceptions = description.Exceptions,
            Occurrences = examples,
            FirstSeen = new DateTimeOffset(FirstUtc, TimeSpan.Zero),
            LastSeen = new DateTimeOffset(LastUtc, TimeSpan.Zero),
            Resolved = life?.Resolution is not null,
            ResolvedAt = life?.Resolution is { } resolution ? new DateTimeOffset(resolution.Utc, TimeSpan.Zero) : null,
        };
    }

    private IReadOnlyDictionary<ErrorSeverity, long> BySeverity(Func<int, long> countOf)
    {
        Dictionary<ErrorSeverity, long>? counts = null;
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (countOf(i) is var count and > 0)
            {
                (counts ??= []).Add((ErrorSeverity)i, count);
            }
        }

        return counts is null ? FrozenDictionary<ErrorSeverity, long>.Empty : counts;
    }
}
