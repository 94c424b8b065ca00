using ErrorManagement.Analytics.Runs;
using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics;

/// <summary>Says what the runs of a host's own work come to: how many fail, in which phases, of what, whether it gets worse, and what to do.</summary>
/// <remarks>
/// <para>Runs are read one by one and counted in one pass: however many there are, what is held is a few numbers for each day, phase and signature. Each call reads its source anew;
/// <see cref="AnalyzeAsync"/> gives all five findings of one reading.</para>
/// <para>A run counts when it started at or after now less the days asked for. Runs that cannot be placed or read are left out, and counted in <see cref="RunAnalysis.Intake"/>.</para>
/// <para>Safe on any thread, as far as the source is.</para>
/// </remarks>
public sealed class RunAnalytics
{
    private const int DefaultDays = 30;
    private const int MostExactDays = 35; // as far as a registry counts by the hour

    private readonly RunSource _source;
    private readonly ErrorSignatures _signatures;
    private readonly TimeProvider _timeProvider;
    private volatile RunSettings _settings;

    /// <summary>Makes it.</summary>
    /// <param name="source">Where the runs come from.</param>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="signatures">The rules that say what an error is; null for the built-in ones.</param>
    /// <param name="timeProvider">The clock that says what now is; null for that of the system.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all mistakes.</exception>
    public RunAnalytics(RunSource source, RunAnalyticsOptions? options = null, ErrorSignatures? signatures = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _settings = new RunSettings(options ?? new RunAnalyticsOptions());
        _signatures = signatures ?? ErrorSignatures.Default;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Analyses runs that are in memory. Pure.</summary>
    /// <param name="runs">The runs, in any order.</param>
    /// <param name="now">The time that counts as now.</param>
    /// <param name="days">How many days back, at least 1 and at most 3650, both inclusive.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="signatures">The rules that say what an error is; null for the built-in ones.</param>
    /// <param name="events">Error events beside the runs, which count in patterns and recommendations; null for none.</param>
    /// <returns>All five findings.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all mistakes.</exception>
    public static RunAnalysis Analyze(
        IEnumerable<WorkRun> runs,
        DateTimeOffset now,
        int days = DefaultDays,
        RunAnalyticsOptions? options = null,
        ErrorSignatures? signatures = null,
        IEnumerable<RunErrorEvent>? events = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var settings = new RunSettings(options ?? new RunAnalyticsOptions());
        var tally = new RunTally(new RunWindow(now, days, settings.Options.MaxClockSkew), settings, signatures ?? ErrorSignatures.Default, new IntakeTally());
        foreach (var run in runs)
        {
            tally.Add(run);
        }

        foreach (var error in events ?? [])
        {
            tally.Add(error);
        }

        return tally.Read();
    }

    /// <summary>Takes other settings: for analyses that begin from now on. Those that run keep theirs.</summary>
    /// <param name="options">The settings, copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all mistakes, and nothing has changed.</exception>
    public void Update(RunAnalyticsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _settings = new RunSettings(options);
    }

    /// <summary>Reads the source once and gives all five findings.</summary>
    /// <param name="days">How many days back, at least 1 and at most 3650, both inclusive.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The findings.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    /// <exception cref="InvalidOperationException">The source can be read once and was, or its pages would never end; the message says which.</exception>
    public Task<RunAnalysis> AnalyzeAsync(int days = DefaultDays, CancellationToken cancellationToken = default)
    {
        var settings = _settings;
        var window = new RunWindow(_timeProvider.GetUtcNow(), days, settings.Options.MaxClockSkew);
        return ReadAsync(window, settings, cancellationToken);
    }

    /// <summary>How many runs there were, how many failed, and of what.</summary>
    /// <param name="days">How many days back, as for <see cref="AnalyzeAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The summary; zeros without runs.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    public async Task<RunSummary> GetSummaryAsync(int days = DefaultDays, CancellationToken cancellationToken = default) =>
        (await AnalyzeAsync(days, cancellationToken).ConfigureAwait(false)).Summary;

    /// <summary>In which phases runs fail.</summary>
    /// <param name="days">How many days back, as for <see cref="AnalyzeAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The phases; none without runs.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    public async Task<RunPhaseBreakdown> GetPhaseBreakdownAsync(int days = DefaultDays, CancellationToken cancellationToken = default) =>
        (await AnalyzeAsync(days, cancellationToken).ConfigureAwait(false)).Phases;

    /// <summary>Errors by their signatures, those of events included.</summary>
    /// <param name="days">How many days back, as for <see cref="AnalyzeAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The patterns, with the most occurrences first; with equal numbers in the order of their names. Empty without errors.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    public async Task<IReadOnlyList<SignaturePattern>> GetPatternsAsync(int days = DefaultDays, CancellationToken cancellationToken = default) =>
        (await AnalyzeAsync(days, cancellationToken).ConfigureAwait(false)).Patterns;

    /// <summary>Whether runs fail more often than before, with each day.</summary>
    /// <param name="days">How many days back, as for <see cref="AnalyzeAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The trend; stable without runs.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    public async Task<RunTrends> GetTrendsAsync(int days = DefaultDays, CancellationToken cancellationToken = default) =>
        (await AnalyzeAsync(days, cancellationToken).ConfigureAwait(false)).Trends;

    /// <summary>What to do, by the number of occurrences.</summary>
    /// <param name="days">How many days back, as for <see cref="AnalyzeAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The recommendations, most urgent first; none for patterns with fewer than 2 occurrences.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is outside its bounds.</exception>
    public async Task<IReadOnlyList<ErrorRecommendation>> GetRecommendationsAsync(int days = DefaultDays, CancellationToken cancellationToken = default) =>
        (await AnalyzeAsync(days, cancellationToken).ConfigureAwait(false)).Recommendations;

    private async Task<RunAnalysis> ReadAsync(RunWindow window, RunSettings settings, CancellationToken cancellationToken)
    {
        var intake = new IntakeTally();
        var tally = new RunTally(window, settings, _signatures, intake);
        await foreach (var run in _source.ReadAsync(new RunReading(window.From, settings, intake), cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            tally.Add(run);
        }

        foreach (var events in _source.ReadEvents(window.From, cancellationToken))
        {
            await foreach (var error in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                tally.Add(error);
            }
        }

        foreach (var registry in _source.Registries)
        {
            AddErrors(tally, registry, window);
        }

        return tally.Read();
    }

    private void AddErrors(RunTally tally, IErrorRegistry registry, RunWindow window)
    {
        if (window.Days <= MostExactDays)
        {
            foreach (var pattern in registry.GetSignaturePatterns(_signatures, TimeSpan.FromDays(window.Days)))
            {
                tally.Add(pattern);
            }

            return;
        }

        foreach (var record in registry.GetErrors(new ErrorQuery { Since = window.From }))
        {
            tally.Add(record, _signatures.Match(record).Signature);
        }
    }
}
