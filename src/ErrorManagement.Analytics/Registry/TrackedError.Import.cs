using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.LifeCycles;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <content>What comes from an export. None of it happened now: totals know of it, series and patterns do not.</content>
internal sealed partial class TrackedError
{
    // UTC ticks of the latest occurrence that was imported: a wall clock elsewhere may be ahead.
    private long _importedUntil;
    private bool _isImported;
    private bool _hasBorrowedSeverity;
    private IReadOnlyList<MessageFacet> _importedFacets = [];

    /// <summary>
    /// Which of two that were last seen at one time is the newer one: the one with the higher number. An export begins with the newest,
    /// so those that come from one are numbered the other way round, and behind all that were first seen here.
    /// </summary>
    public long Turn => _isImported ? -(long)Handle : (long)Handle;

    /// <summary>How it is resolved; null when it is not.</summary>
    public Resolution? Resolution => Volatile.Read(ref _life)?.Resolution;

    /// <summary>Whether nothing was done about it yet.</summary>
    public bool IsUntouched => Volatile.Read(ref _life) is null;

    /// <summary>Becomes what a record from elsewhere says. Before anyone else can find it.</summary>
    /// <param name="from">The record.</param>
    /// <param name="began">When the import began: what its times are held against.</param>
    /// <param name="now">The time.</param>
    /// <param name="ownRelease">The release of the registry's own program; null where that is not known.</param>
    /// <returns>The occurrences and consequences that it counts by it.</returns>
    public FinalCounts Restore(ErrorRecord from, RegistryMoment began, RegistryMoment now, string? ownRelease)
    {
        _isImported = true;
        _hasBorrowedSeverity = true;
        Description = new ErrorDescription(from.Fingerprint, from.Template, from.Message, from.GivenStackTrace, from.Exceptions) { Culprit = from.Culprit };
        _importedFacets = from.Facets;
        GrowLocked(RecordSize.OfImported(Description) + FacetUnion.Bytes(from.Facets));
        FirstUtc = from.FirstSeen.UtcTicks;
        _lastSteady = SteadyOf(from.LastSeen.UtcTicks, began);
        _wallOffset = from.LastSeen.UtcTicks - _lastSteady;
        _importedUntil = from.LastSeen.UtcTicks;
        var counts = AddImported(from, now, isMore: true);
        ImportReleases(from, ownRelease, began, before: 0, counts.BySeverity.Sum(), isMore: true);
        Raise(from.Severity);
        SeeAt(from.Sources);
        SeeOrigins(from);
        Volatile.Write(ref _context, from.Context);
        foreach (var details in Details(from))
        {
            _examples.Add(in details, Size(in details));
        }

        _contextBytes = Math.Max(RecordSize.Of(from.Context), from.Occurrences.Select(static one => RecordSize.Of(one.Context)).DefaultIfEmpty().Max());
        GrowLocked(_examples.Bytes + _contextBytes);
        _kept = Math.Min(from.Occurrences.Count, from.Count);
        _nextExample = NextAfter(Count);
        return counts;
    }

    /// <summary>
    /// Takes from a record of the same error what is not known here. What happened while this one was not looking adds to its counts;
    /// where the times of the two meet, the same occurrences may be in both, and the greater count holds.
    /// </summary>
    /// <param name="from">The record.</param>
    /// <param name="began">When the import began: what its times are held against.</param>
    /// <param name="now">The time.</param>
    /// <param name="ownRelease">The release of the registry's own program; null where that is not known.</param>
    /// <param name="added">The occurrences and consequences that came on top.</param>
    /// <returns>Whether anything changed: what was taken in once changes nothing when it comes again.</returns>
    public bool Complete(ErrorRecord from, RegistryMoment began, RegistryMoment now, string? ownRelease, out FinalCounts added)
    {
        var first = from.FirstSeen.UtcTicks;
        var last = from.LastSeen.UtcTicks;
        var knownUntil = Math.Max(LastUtc, Volatile.Read(ref _importedUntil));
        var isMore = last < FirstUtc || first > knownUntil;
        var before = Count;
        added = AddImported(from, now, isMore);
        ImportReleases(from, ownRelease, began, before, added.BySeverity.Sum(), isMore);
        var isChanged = CompleteFacets(from.Facets, isMore) || added.BySeverity.Any(static count => count > 0) || added.Consequences.Any(static count => count > 0)
            || first < FirstUtc || last > knownUntil || from.Severity > Severity || (from.Sources & ~(ErrorSources)Volatile.Read(ref _sources)) != 0;

        if (from.Context is { } context && (last > knownUntil || Volatile.Read(ref _context) is null))
        {
            isChanged = true;
            Volatile.Write(ref _context, context);
        }

        if (last > LastUtc)
        {
            See(SteadyOf(last, began), last);
        }

        FirstUtc = Math.Min(FirstUtc, first);
        _importedUntil = Math.Max(_importedUntil, last);
        Raise(from.Severity);
        SeeAt(from.Sources);
        isChanged |= SeeOrigins(from);
        if (Description is { Exceptions.Count: 0, StackText: null } bare && (from.Exceptions.Count > 0 || from.GivenStackTrace is not null))
        {
            Description = bare with { StackText = from.GivenStackTrace, Exceptions = from.Exceptions };
            Grow(RecordSize.OfImported(Description) - RecordSize.OfImported(bare));
            isChanged = true;
        }

        return CompleteExamples(from, added.BySeverity.Sum()) | isChanged;
    }

    /// <summary>When something that happened at a time of the wall clock happened on the steady one: never in the future.</summary>
    private static long SteadyOf(long utc, RegistryMoment now) => Math.Clamp(now.Steady - now.Utc + utc, 0, now.Steady);

    private static IEnumerable<OccurrenceDetails> Details(ErrorRecord from) => from.Occurrences.Select(static one => new OccurrenceDetails(
        one.Timestamp.UtcTicks, one.Message, one.Severity, one.Context, one.TraceId, one.SpanId, one.Release, one.Host, one.Source, one.Resilience, one.Recovered, one.Handled));

    private static long Size(in OccurrenceDetails details) => RecordSize.Of(in details) + RecordSize.Of(details.Context);

    /// <summary>Adds counts that are in the series of the time when they happened, if anywhere.</summary>
    /// <param name="from">The record that has them.</param>
    /// <param name="now">The time.</param>
    /// <param name="isMore">Whether they come on top of those here; if not, the greater ones hold.</param>
    private FinalCounts AddImported(ErrorRecord from, RegistryMoment now, bool isMore)
    {
        var bySeverity = new long[_lanes.Length];
        var consequences = new long[_lanes.Length];
        for (var i = 0; i < bySeverity.Length; i++)
        {
            var severity = (ErrorSeverity)i;
            bySeverity[i] = Add(LaneOf(severity), from.CountsBySeverity.GetValueOrDefault(severity), OccurrencesOf(i), GivenOf(i));
            consequences[i] = Add(ConsequenceLaneOf(severity), from.ConsequencesBySeverity.GetValueOrDefault(severity), ConsequencesOf(i), 0);
        }

        Raise(ref _recovered, from.RecoveredCount);
        Raise(ref _handled, from.HandledCount);
        return new FinalCounts(bySeverity, consequences, 0);

        long Add(CountLane? lane, long count, long held, long given)
        {
            if (count == 0 || lane is null)
            {
                return 0;
            }

            // A counter holds no more than this; nobody counts that far.
            var amount = Math.Min(isMore ? count : count - held, JsonRecordReader.MaxCount - held - given);
            return amount > 0 && lane.TryAdd(now.Second, amount, handedOn: true) ? amount : 0;
        }

        void Raise(ref long held, long count)
        {
            if ((isMore ? count : count - Volatile.Read(ref held)) is var amount and > 0)
            {
                Interlocked.Add(ref held, amount);
            }
        }
    }

    private bool SeeOrigins(ErrorRecord from)
    {
        var isNew = false;
        foreach (var release in from.Releases)
        {
            isNew |= Origins.IsNew(release, null);
        }

        foreach (var host in from.Hosts)
        {
            isNew |= Origins.IsNew(null, host);
        }

        return isNew;
    }

    private bool CompleteFacets(IReadOnlyList<MessageFacet> facets, bool isMore)
    {
        lock (_gate)
        {
            var held = FacetUnion.Of(_importedFacets, _facets?.ToList() ?? []);
            if (facets.Count == 0 || (!isMore && FacetUnion.Total(facets) <= FacetUnion.Total(held)))
            {
                return false;
            }

            var before = FacetUnion.Bytes(_importedFacets) + (isMore ? 0 : _facets?.Bytes ?? 0);
            _importedFacets = isMore ? FacetUnion.Of(_importedFacets, facets) : facets;
            _facets = isMore ? _facets : null;
            GrowLocked(FacetUnion.Bytes(_importedFacets) - before);
            return true;
        }
    }

    private bool CompleteExamples(ErrorRecord from, long moreOccurrences)
    {
        lock (_gate)
        {
            var before = _examples.Bytes + _contextBytes;
            var added = _examples.Complete([.. Details(from)], static details => Size(in details));
            if (added == 0)
            {
                return false;
            }

            _contextBytes = Math.Max(_contextBytes, from.Occurrences.Max(static one => RecordSize.Of(one.Context)));
            GrowLocked(_examples.Bytes + _contextBytes - before);

            // Of occurrences that were counted here already it is settled what became of them.
            Volatile.Write(ref _kept, _kept + Math.Min(added, moreOccurrences));
            return true;
        }
    }

    /// <summary>What an exception says of itself is known once it is seen here; until then, a record that was imported goes by its counts. What was imported for the other one is handed on.</summary>
    private void AbsorbImported(TrackedError other)
    {
        _importedUntil = Math.Max(_importedUntil, other._importedUntil);
        _importedFacets = FacetUnion.Of(_importedFacets, other._importedFacets);
        if (_hasBorrowedSeverity)
        {
            _hasBorrowedSeverity = other._hasBorrowedSeverity;
            DefaultSeverity = other.DefaultSeverity;
        }
    }
}
