using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics;

/// <summary>Remembers errors: each bug once, with how often and when it happened.</summary>
/// <remarks>
/// Safe on any thread. Recording never throws, never waits and keeps no exception alive.
/// Queries and statistics see everything that was recorded before them.
/// </remarks>
public interface IErrorRegistry : IErrorSink
{
    /// <summary>Records an exception; to be written into a catch block.</summary>
    /// <param name="exception">The exception; null records nothing. Not kept, not changed.</param>
    /// <param name="component">The part of the host it happened in, such as <c>payments</c>. Few different values; null or empty reads <c>unknown</c>.</param>
    /// <param name="severity">How bad it is; null leaves it to the exception, then to the policy.</param>
    /// <param name="context">What was being done; null when that is not known.</param>
    /// <param name="file">Filled in by the compiler: the call site is part of how a known error is found again.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>What became of it; <see cref="RecordedError.None"/> for null, for the caller's own cancellation and for a drop.</returns>
    RecordedError Record(Exception? exception, string component, ErrorSeverity? severity = null, OperationContext? context = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);

    /// <summary>Records an error that is no exception object: a line of a log, another system's event.</summary>
    /// <param name="occurrence">What happened.</param>
    /// <returns>What became of it; <see cref="RecordedError.None"/> for a drop.</returns>
    RecordedError Record(ErrorOccurrence occurrence);

    /// <summary>Returns records, newest (last seen) first unless the query says otherwise.</summary>
    /// <param name="query">Which; null for all.</param>
    /// <returns>Snapshots; empty when there are none. Asking for an unknown component or type makes nothing.</returns>
    IReadOnlyList<ErrorRecord> GetErrors(ErrorQuery? query = null);

    /// <summary>Returns the records that a query in the query language asks for, such as <c>is:open component:payments since:24h "no answer"</c>.</summary>
    /// <param name="query">The query; empty for all. Times such as <c>24h</c> go by the registry's clock.</param>
    /// <returns>Snapshots; empty when there are none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    /// <exception cref="ErrorQuerySyntaxException">It is no query; the message shows the spot and what is valid there.</exception>
    IReadOnlyList<ErrorRecord> Query(string query);

    /// <summary>Returns how many records a query asks for, and how often these happened. Cheaper than to get them.</summary>
    /// <param name="query">Which; null for all. Its order and its limit do not matter.</param>
    /// <returns>The counts: exactly what the records say that <see cref="GetErrors"/> returns for it without a limit.</returns>
    ErrorCount CountErrors(ErrorQuery? query = null);

    /// <summary>Returns how many errors happened: occurrences, those included whose record had to go, and calls that failed in consequence of them.</summary>
    /// <param name="since">Since when, inclusive; null for since the start. Of records that are older, what happened is known to the minute for 24 hours; when that does not decide, the count is too high rather than too low.</param>
    /// <param name="component">Only in this component; null for all.</param>
    /// <returns>The count; 0 for an unknown component.</returns>
    long GetErrorCount(DateTimeOffset? since = null, string? component = null);

    /// <summary>Returns the records that hold a text, newest first.</summary>
    /// <param name="text">The text, character by character in every culture; a part of the field is enough. Empty matches all.</param>
    /// <param name="field">Where to look.</param>
    /// <param name="matchCase">Whether upper and lower case are different. By default they are the same.</param>
    /// <returns>Snapshots; empty when there are none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="field"/> is no field; the message lists those that are.</exception>
    IReadOnlyList<ErrorRecord> Search(string text, ErrorSearchField field = ErrorSearchField.Message, bool matchCase = false);

    /// <summary>Returns one record.</summary>
    /// <param name="id">Its handle or its fingerprint.</param>
    /// <returns>A snapshot, or null when it is not held.</returns>
    ErrorRecord? Find(ErrorId id);

    /// <summary>Returns the registry in figures.</summary>
    /// <returns>A snapshot.</returns>
    RegistryStatistics GetStatistics();

    /// <summary>Returns how many errors happened in each component: in all, inside a window, and how many of those are not resolved.</summary>
    /// <param name="window">How far back, at least 1 minute and at most 24 hours, both inclusive; to the minute; null for 24 hours.</param>
    /// <returns>A snapshot. Its counts add up to those of the registry; what cannot be said of one component is under <c>(other)</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    ComponentStatistics GetComponents(TimeSpan? window = null);

    /// <summary>Returns where every captured occurrence went. Cheaper than <see cref="GetStatistics"/>: nothing that waits is finished for it.</summary>
    /// <returns>A snapshot; balanced at every reading.</returns>
    LossLedger GetLedger();

    /// <summary>Returns the pattern episodes that run, and those that ended inside the window.</summary>
    /// <param name="window">How far back; null for 24 hours. Must be positive.</param>
    /// <returns>Snapshots, newest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is zero or negative.</exception>
    IReadOnlyList<DetectedPattern> GetPatterns(TimeSpan? window = null);

    /// <summary>Returns how many errors happened, minute by minute; minutes without any are there with 0.</summary>
    /// <param name="window">How far back, more than zero and at most 24 hours.</param>
    /// <param name="component">Only this component; null for all.</param>
    /// <returns>One entry a minute, oldest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    IReadOnlyList<SeriesPoint> GetTimeline(TimeSpan window, string? component = null);

    /// <summary>Returns how many errors happened, bucket by bucket: occurrences, and calls that failed in consequence of them. Buckets without any are there with 0. Exact.</summary>
    /// <param name="selector">
    /// Which errors. Components, layers and phases have series of their own for the first 256, 64 and 256 names; the others share that of the name <c>(other)</c>.
    /// A component beyond them has what the records tell that are held.
    /// </param>
    /// <param name="from">Begin, inclusive; taken back to the start of its bucket.</param>
    /// <param name="to">End, exclusive; when it lies inside a bucket, that bucket is the last. Not before <paramref name="from"/>.</param>
    /// <param name="bucket">The length of a bucket: whole minutes up to an hour that divide it, or whole hours up to a day that divide it. Buckets of a part of an hour reach back 24 hours, those of hours five weeks.</param>
    /// <returns>One entry a bucket, oldest first, aligned to UTC; empty when <paramref name="from"/> equals <paramref name="to"/>. What was before the start of the registry, and what is in the future, is 0. Unknown names and records have zeros only.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bucket"/> is no such length, <paramref name="to"/> is before <paramref name="from"/>, they are more than 10,080 buckets apart, or something of what is asked for was counted and lies further back than is kept.</exception>
    IReadOnlyList<SeriesPoint> GetSeries(SeriesSelector selector, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket);

    /// <summary>Returns when there were more errors than usual: in all, and in each component that has a series of its own. Looked at in buckets of five minutes, complete ones only, once five hours of them were seen. Fewer than five errors in a bucket are never an anomaly, nor is what chance explains: up to four standard deviations above the mean of a day.</summary>
    /// <param name="window">How far back, more than zero and at most 24 hours; null for 24 hours. Whoever asks less often than once a day misses what lies between.</param>
    /// <returns>Snapshots, newest first; of a thousand at most the newest are kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    IReadOnlyList<DetectedAnomaly> GetAnomalies(TimeSpan? window = null);

    /// <summary>Returns the names that have a series of their own, with how many errors were counted in each since the start.</summary>
    /// <param name="dimension">Components, layers or phases.</param>
    /// <returns>The names, most errors first; at the end, when there are more names than series, <c>(other)</c> with what the others share.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> has no names.</exception>
    IReadOnlyList<NamedCount> GetSeriesNames(SeriesDimension dimension);

    /// <summary>Returns how many occurrences of a severity happened inside a window.</summary>
    /// <param name="severity">The severity.</param>
    /// <param name="window">How far back, more than zero and at most 24 hours; to the minute.</param>
    /// <returns>The count.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    long CountOf(ErrorSeverity severity, TimeSpan window);

    /// <summary>Marks a record resolved, for all releases: the same as <see cref="Resolve"/> with nothing more said.</summary>
    /// <param name="id">Its handle or its fingerprint.</param>
    /// <returns>Whether the record is held. Resolving twice keeps the first time.</returns>
    bool MarkResolved(ErrorId id);

    /// <summary>Marks a record resolved. When the error comes back, it has regressed.</summary>
    /// <param name="id">Its handle or its fingerprint.</param>
    /// <param name="reason">Why, in words; null or empty for the registry's own. At most 500 characters are kept.</param>
    /// <param name="inRelease">The release that mends it: what older releases still bring is counted and is no return; null for all releases.</param>
    /// <returns>Whether the record is held. Resolving what is resolved changes nothing but the release.</returns>
    bool Resolve(ErrorId id, string? reason = null, string? inRelease = null);

    /// <summary>Mutes a record until a time: it is counted on, nobody is to be told of it, and no examples are kept.</summary>
    /// <param name="id">Its handle or its fingerprint.</param>
    /// <param name="until">The time. When it has passed already, nothing changes.</param>
    /// <param name="reason">Why, in words; null or empty for the registry's own. At most 500 characters are kept.</param>
    /// <returns>Whether the record is held.</returns>
    bool Mute(ErrorId id, DateTimeOffset until, string? reason = null);

    /// <summary>Mutes a record until it happens more often.</summary>
    /// <param name="id">Its handle or its fingerprint.</param>
    /// <param name="perHour">How many occurrences within one hour, counted from now on, end it; at least 1.</param>
    /// <param name="reason">Why, in words; null or empty for the registry's own. At most 500 characters are kept.</param>
    /// <returns>Whether the record is held.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perHour"/> is less than 1.</exception>
    bool MuteUntilPerHour(ErrorId id, int perHour, string? reason = null);

    /// <summary>Ignores a record: it is counted on, and nobody is told of it until it is opened again.</summary>
    /// <param name="id">Its handle or its fingerprint.</param>
    /// <param name="reason">Why, in words; null or empty for the registry's own. At most 500 characters are kept.</param>
    /// <returns>Whether the record is held.</returns>
    bool Ignore(ErrorId id, string? reason = null);

    /// <summary>Opens a record again, whatever it was.</summary>
    /// <param name="id">Its handle or its fingerprint.</param>
    /// <param name="reason">Why, in words; null or empty for the registry's own. At most 500 characters are kept.</param>
    /// <returns>Whether the record is held.</returns>
    bool Reopen(ErrorId id, string? reason = null);

    /// <summary>Tells of each step in the life of a record, in order, on a thread of the pool, after the fact; never on a thread that records. What a subscriber throws is counted and goes no further. A thousand steps wait for a slow one; what comes then is counted and not told.</summary>
    event EventHandler<ErrorChangedEventArgs>? ErrorChanged;

    /// <summary>Makes two records one, for good: what becomes part of the other leads there from now on, also when it comes again after it was forgotten.</summary>
    /// <param name="into">The record that stays: its handle or one of its fingerprints.</param>
    /// <param name="other">The record that becomes part of it.</param>
    /// <param name="reason">Why, in words; null or empty for the registry's own. At most 500 characters are kept.</param>
    /// <returns>Whether both are held and are one now.</returns>
    bool Merge(ErrorId into, ErrorId other, string? reason = null);

    /// <summary>Makes a part of a record a record of its own again, for good: no later evidence puts them together.</summary>
    /// <param name="part">One of the further <see cref="ErrorRecord.Fingerprints"/> of a record, or the handle that the part had.</param>
    /// <param name="reason">Why, in words; null or empty for the registry's own. At most 500 characters are kept.</param>
    /// <returns>The new record's handle; none when there is no such part.</returns>
    ErrorId Split(ErrorId part, string? reason = null);

    /// <summary>Says in words why two errors are one record, or are not.</summary>
    /// <param name="a">One record or part: a handle or a fingerprint.</param>
    /// <param name="b">The other.</param>
    /// <returns>The explanation; one that says so when one of them is not held.</returns>
    GroupingExplanation Explain(ErrorId a, ErrorId b);

    /// <summary>Returns the releases of the program that are known, with how long each was observed: the registry's own, and those that occurrences named or imports brought. The first 256.</summary>
    /// <returns>The one that was seen first at the front; empty when none is known.</returns>
    IReadOnlyList<ReleaseSummary> GetReleases();

    /// <summary>Takes in what <see cref="ExportAsync"/> wrote as JSON or JSON Lines. Records that are held already are completed, not counted twice.</summary>
    /// <param name="source">The stream, read to its end; left open.</param>
    /// <param name="cancellationToken">Ends the import; what was read until then stays.</param>
    /// <returns>What became of the records.</returns>
    /// <exception cref="FormatException">It is no such export; the message names the record, its line and what is wrong. The records before it stay; of that one, nothing does.</exception>
    Task<ErrorImportResult> ImportAsync(Stream source, CancellationToken cancellationToken = default);

    /// <summary>Writes records to a stream.</summary>
    /// <param name="destination">The stream; left open.</param>
    /// <param name="format">The form.</param>
    /// <param name="query">Which records; null for all.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    /// <returns>Done when all is written.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is no format.</exception>
    Task ExportAsync(Stream destination, ErrorExportFormat format, ErrorQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until everything recorded before is visible and the subscribers of <see cref="ErrorChanged"/> were told of it, however slow they are. A subscriber that calls it waits for no other.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when it is.</returns>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>Forgets everything and starts anew, uptime included.</summary>
    void Clear();
}
