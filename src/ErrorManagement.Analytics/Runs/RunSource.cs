using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Where runs come from: memory, JSON Lines or a JSON array, or a host's own table; and the error events beside them.</summary>
/// <remarks>
/// Immutable. Runs are read one by one and never held all at once. Several analyses may read a source at the same time if what it was made of allows it; those of a stream or a reader come one after another.
/// Of a run that is given again, by its id, the last entry counts, when the two are not too far apart (<see cref="RunAnalyticsOptions.RepeatWindow"/>).
/// </remarks>
public sealed class RunSource
{
    private readonly Func<RunReading, CancellationToken, IAsyncEnumerable<WorkRun?>> _runs;
    private readonly IReadOnlyList<Func<DateTimeOffset, CancellationToken, IAsyncEnumerable<RunErrorEvent?>>> _events;
    private readonly IReadOnlyList<IErrorRegistry> _registries;

    private RunSource(
        Func<RunReading, CancellationToken, IAsyncEnumerable<WorkRun?>> runs,
        IReadOnlyList<Func<DateTimeOffset, CancellationToken, IAsyncEnumerable<RunErrorEvent?>>>? events = null,
        IReadOnlyList<IErrorRegistry>? registries = null)
    {
        _runs = runs;
        _events = events ?? [];
        _registries = registries ?? [];
    }

    /// <summary>The registries whose errors count as events.</summary>
    internal IReadOnlyList<IErrorRegistry> Registries => _registries;

    /// <summary>Runs in memory.</summary>
    /// <param name="runs">The runs, in any order; read anew for each analysis.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    public static RunSource FromMemory(IEnumerable<WorkRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new RunSource((_, cancellationToken) => Each<WorkRun>(runs, cancellationToken));
    }

    /// <summary>Runs that a query gives one by one, such as one of a database.</summary>
    /// <param name="query">Called once an analysis: with the time since when runs are looked at (older ones may be given, and are left out), and the token of the analysis. What it throws ends the analysis and leaves it unchanged.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    public static RunSource FromQuery(Func<DateTimeOffset, CancellationToken, IAsyncEnumerable<WorkRun>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new RunSource((reading, cancellationToken) => query(reading.Since, cancellationToken) ?? throw new InvalidOperationException("The query for runs gave null."));
    }

    /// <summary>Runs of a host's own table, page by page with a cursor: the token of an API, or the last key of a page.</summary>
    /// <param name="page">Gives a page; asked on until a page has no <see cref="RunPage.NextCursor"/>. What it throws ends the analysis and leaves it unchanged; so does a cursor that comes again, which would never end.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="page"/> is null.</exception>
    public static RunSource FromPages(Func<RunPageRequest, CancellationToken, ValueTask<RunPage>> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new RunSource((reading, cancellationToken) => RunPages.ByCursorAsync(page, reading, cancellationToken));
    }

    /// <summary>Runs of a host's own table, page by page with an offset.</summary>
    /// <param name="page">Gives the runs from <see cref="RunPageRequest.Offset"/> on in an order that stays, at most <see cref="RunPageRequest.PageSize"/>; asked on until it gives fewer. What it throws ends the analysis and leaves it unchanged; so do more runs than asked for, and the same page twice.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="page"/> is null.</exception>
    public static RunSource FromOffsets(Func<RunPageRequest, CancellationToken, ValueTask<IReadOnlyList<WorkRun>>> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new RunSource((reading, cancellationToken) => RunPages.ByOffsetAsync(page, reading, cancellationToken));
    }

    /// <summary>Runs of a file of JSON in UTF-8: JSON Lines, an object a line, or one array of objects, with the names of <see cref="WorkRun"/>. What is no run is counted, with the number of its line, and left out.</summary>
    /// <param name="path">The file; opened for each analysis, also while another process writes to it.</param>
    /// <returns>The source. An analysis throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the file cannot be read.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static RunSource FromJsonLines(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new RunSource((reading, cancellationToken) => FileAsync(path, reading, cancellationToken));
    }

    /// <summary>Runs of a stream of JSON Lines in UTF-8, or of one JSON array.</summary>
    /// <param name="stream">The stream; left open. Where it can seek, each analysis begins where it stands now; else it can be read once, and a second analysis throws <see cref="InvalidOperationException"/>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public static RunSource FromJsonLines(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var start = stream.CanSeek ? stream.Position : -1;
        var once = new Once();
        return new RunSource((reading, cancellationToken) =>
        {
            if (start >= 0)
            {
                stream.Position = start;
            }
            else
            {
                once.Take();
            }

            return RunInput.ReadAsync(stream, reading, cancellationToken);
        });
    }

    /// <summary>Runs of a text of JSON Lines, or of one JSON array.</summary>
    /// <param name="reader">The text; left open. It can be read once: a second analysis throws <see cref="InvalidOperationException"/>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reader"/> is null.</exception>
    public static RunSource FromJsonLines(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var once = new Once();
        return new RunSource((reading, cancellationToken) =>
        {
            once.Take();
            return TextAsync(reader, reading, cancellationToken);
        });
    }

    /// <summary>The same runs, and error events beside them: they count in patterns and recommendations.</summary>
    /// <param name="events">The events, in any order; read anew for each analysis.</param>
    /// <returns>A new source; those events that this one has already stay.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="events"/> is null.</exception>
    public RunSource WithEvents(IEnumerable<RunErrorEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return new RunSource(_runs, [.. _events, (_, cancellationToken) => Each<RunErrorEvent>(events, cancellationToken)], _registries);
    }

    /// <summary>The same runs, and error events that a query gives one by one.</summary>
    /// <param name="query">Called once an analysis: with the time since when events are looked at (older ones may be given, and are left out), and the token of the analysis. What it throws ends the analysis and leaves it unchanged.</param>
    /// <returns>A new source; those events that this one has already stay.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    public RunSource WithEvents(Func<DateTimeOffset, CancellationToken, IAsyncEnumerable<RunErrorEvent>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new RunSource(_runs, [.. _events, (since, cancellationToken) => query(since, cancellationToken) ?? throw new InvalidOperationException("The query for error events gave null.")], _registries);
    }

    /// <summary>The same runs, and the errors of a registry as events. Up to 35 days back they count with what happened in these days; for a longer time a record that was seen in it counts in full.</summary>
    /// <param name="registry">The registry.</param>
    /// <returns>A new source; those events that this one has already stay.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    public RunSource WithEvents(IErrorRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return new RunSource(_runs, _events, [.. _registries, registry]);
    }

    internal IAsyncEnumerable<WorkRun?> ReadAsync(RunReading reading, CancellationToken cancellationToken) => _runs(reading, cancellationToken);

    internal IEnumerable<IAsyncEnumerable<RunErrorEvent?>> ReadEvents(DateTimeOffset since, CancellationToken cancellationToken) =>
        _events.Select(query => query(since, cancellationToken));

    // Not truly asynchronous: a list needs no waiting.
    private static async IAsyncEnumerable<T?> Each<T>(IEnumerable<T?> items, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private static async IAsyncEnumerable<WorkRun?> FileAsync(string path, RunReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            await foreach (var run in RunInput.ReadAsync(file, reading, cancellationToken).ConfigureAwait(false))
            {
                yield return run;
            }
        }
    }

    private static async IAsyncEnumerable<WorkRun?> TextAsync(TextReader reader, RunReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = new TextBytes(reader);
        await using (bytes.ConfigureAwait(false))
        {
            await foreach (var run in RunInput.ReadAsync(bytes, reading, cancellationToken).ConfigureAwait(false))
            {
                yield return run;
            }
        }
    }

    /// <summary>Lets one analysis pass.</summary>
    private sealed class Once
    {
        private int _taken;

        public void Take()
        {
            if (Interlocked.Exchange(ref _taken, 1) == 1)
            {
                throw new InvalidOperationException("This source of runs can be read once, and was. Get all findings by one AnalyzeAsync, or make the source of a file or of a stream that can seek.");
            }
        }
    }
}
