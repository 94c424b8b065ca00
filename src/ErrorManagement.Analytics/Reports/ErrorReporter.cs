using System.Text;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Reports;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics;

/// <summary>Writes reports about what a registry holds, for people.</summary>
/// <remarks>
/// Safe on any thread. A report is the same in every culture and time zone; its times are UTC. Whatever the recorded text is, it can neither break the
/// report's layout nor put markup or hidden characters into it.
/// </remarks>
public sealed partial class ErrorReporter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly TimeSpan NewFor = TimeSpan.FromHours(1);

    private readonly IErrorRegistry _registry;
    private readonly TimeProvider _timeProvider;
    private readonly ICircuitBreakerRegistry? _breakers;
    private readonly string? _applicationName;
    private readonly PeriodReader _reader;

    /// <summary>Makes a reporter.</summary>
    /// <param name="registry">What to report about.</param>
    /// <param name="timeProvider">The clock, the same as the registry's; null for the system's.</param>
    /// <param name="breakers">The circuit breakers that every report shows; null for those alone that its options name.</param>
    /// <param name="applicationName">The name in the title where the options give none; null for none.</param>
    /// <param name="options">The settings of daily, weekly and incident reports; null for the defaults. Copied; <see cref="Update"/> changes them.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all that are.</exception>
    public ErrorReporter(
        IErrorRegistry registry,
        TimeProvider? timeProvider = null,
        ICircuitBreakerRegistry? breakers = null,
        string? applicationName = null,
        ErrorReportingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        Update(options ?? new ErrorReportingOptions());
        _reader = new PeriodReader(registry, breakers);
        _breakers = breakers;
        _applicationName = applicationName;
        _registry = registry;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>What it reports about.</summary>
    internal IErrorRegistry Registry => _registry;

    /// <summary>Writes a report in Markdown (CommonMark with tables): what matters first, then health, figures, patterns, breakers, the most frequent errors, timeline.</summary>
    /// <param name="options">What it shows; null for the defaults.</param>
    /// <returns>The report; lines end in a line feed. Without any error it says so.</returns>
    /// <exception cref="ArgumentException">An option is outside its bounds; the message lists all that are.</exception>
    public string ToMarkdown(ErrorReportOptions? options = null) => MarkdownReport.Write(Read(options ?? new ErrorReportOptions()));

    /// <summary>Writes the report of <see cref="ToMarkdown"/> to a writer.</summary>
    /// <param name="writer">Where to; neither flushed nor closed.</param>
    /// <param name="options">What it shows; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    /// <exception cref="ArgumentException">An option is outside its bounds; thrown before anything is written.</exception>
    public Task WriteMarkdownAsync(TextWriter writer, ErrorReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.WriteAsync(ToMarkdown(options).AsMemory(), cancellationToken);
    }

    /// <summary>Writes the report of <see cref="ToMarkdown"/> to a stream, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open, not flushed.</param>
    /// <param name="options">What it shows; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    /// <exception cref="ArgumentException">An option is outside its bounds; thrown before anything is written.</exception>
    public Task WriteMarkdownAsync(Stream destination, ErrorReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.WriteAsync(Utf8.GetBytes(ToMarkdown(options)), cancellationToken).AsTask();
    }

    private ErrorReport Read(ErrorReportOptions options)
    {
        ErrorReportOptionsValidator.ThrowIfInvalid(options);
        var now = _timeProvider.GetUtcNow().ToUniversalTime();
        var window = options.Window;
        var statistics = _registry.GetStatistics();
        var critical = _registry.CountOf(ErrorSeverity.Critical, window);
        var patterns = _registry.GetPatterns(window);
        var running = patterns.Where(static p => p.IsActive).OrderByDescending(static p => p.Count).ToList();
        var timeline = _registry.GetTimeline(window);
        var since = now.Ticks > window.Ticks ? now - window : DateTimeOffset.MinValue;
        var range = RangeOf(timeline);
        var errors = InWindow(_registry.GetErrors(new ErrorQuery { Since = since }), range)
            .OrderByDescending(static e => e.Count)
            .ThenByDescending(static e => e.Record.LastSeen)
            .ToList();
        return new ErrorReport
        {
            GeneratedAt = now,
            Options = options,
            ApplicationName = string.IsNullOrWhiteSpace(options.ApplicationName) ? _applicationName : options.ApplicationName,
            Statistics = statistics,
            Health = HealthScore.Calculate(statistics.ErrorRatePerMinute, critical, running.Count),
            CriticalErrors = critical,
            RunningPatterns = running,
            EndedPatterns = [.. patterns.Where(static p => !p.IsActive)],
            Errors = errors,
            NewErrors = [.. errors.Where(e => now - e.Record.FirstSeen <= NewFor).OrderByDescending(static e => e.Record.FirstSeen)],
            Timeline = timeline,
            Consequences = range.Consequences,
            Circuits = [.. Circuits(options).OrderBy(static c => ErrorReport.IsClosed(c) ? 1 : 0)],
        };
    }

    private RangeCounts RangeOf(IReadOnlyList<SeriesPoint> timeline)
    {
        var end = timeline[^1].At.UtcTicks + Minute.Ticks;
        return _registry.ReadRange(timeline[0].At, new DateTimeOffset(Math.Min(end, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero), Minute);
    }

    /// <summary>Records with what they counted in the window, as the reports of days do: an old loud error does not lead today's report, and one that opened a circuit breaker has the calls that were refused. Those that were not seen themselves, but whose consequences were, are among them.</summary>
    private IEnumerable<WindowedError> InWindow(IReadOnlyList<ErrorRecord> errors, RangeCounts range)
    {
        var counts = range.Records.ToDictionary(static record => record.Id, static record => record.Count);
        foreach (var error in errors)
        {
            yield return new WindowedError(error, counts.Remove(error.Id, out var count) ? count : error.Count + error.ConsequenceCount);
        }

        foreach (var (id, count) in counts)
        {
            if (_registry.Find(id) is { } record)
            {
                yield return new WindowedError(record, count);
            }
        }
    }

    private IEnumerable<CircuitReport> Circuits(ErrorReportOptions options) =>
        options.Circuits.Count > 0 || _breakers is null
            ? options.Circuits
            : _breakers.All.Select(static breaker => CircuitReport.Of(breaker.GetMetrics()));
}
