using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics;

/// <content>Reports about a day, a week, an incident and the components.</content>
public sealed partial class ErrorReporter
{
    /// <summary>The title of an incident report that was given none.</summary>
    public const string DefaultIncidentTitle = "Incident report";

    /// <summary>The longest time an incident report is about: 366 days.</summary>
    public static readonly TimeSpan MaxIncident = TimeSpan.FromDays(366);

    private const int DaysPerWeek = 7;

    private static readonly TimeSpan MinuteReach = TimeSpan.FromHours(24);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan IncidentBucket = TimeSpan.FromMinutes(5);

    private ErrorReportingOptions _options = new();

    /// <summary>Changes the settings of the reports that are made from now on.</summary>
    /// <param name="options">The settings. Copied.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all that are, and nothing is changed.</exception>
    public void Update(ErrorReportingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Copy();
        ErrorReportingOptionsValidator.ThrowIfInvalid(copy);
        Volatile.Write(ref _options, copy);
    }

    /// <summary>Makes the report of a day.</summary>
    /// <param name="date">The day, UTC; null for today by the reporter's clock. What lies before the start of the registry or in the future is 0.</param>
    /// <returns>The report: what is known now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The registry has counted on the day, and it lies further back than is kept: five weeks.</exception>
    public DailyReport GetDailyReport(DateOnly? date = null)
    {
        var options = Volatile.Read(ref _options);
        var now = Now();
        var day = date ?? ReportPeriod.DayOf(now);
        var counts = Counts(ReportPeriod.OfDays(day, day), nameof(date), day);
        return new DailyReport
        {
            Date = day,
            ApplicationName = _applicationName,
            GeneratedAt = now,
            CountedSince = _reader.CountedSince(counts.Period, now),
            TotalErrors = counts.Total,
            Consequences = counts.Consequences,
            SeverityBreakdown = counts.Severities,
            TopErrors = _reader.Errors(counts, options.TopErrors),
            NewErrors = _reader.NewErrors(counts.Period),
            Anomalies = _reader.Anomalies(counts.Period, now),
            Patterns = _reader.Patterns(counts.Period, now),
            Circuits = _reader.Circuits(counts.Period),
            UniqueErrorTypes = counts.TypeCount,
            AffectedComponents = counts.Components.Count,
            TopErrorTypes = [.. counts.Types.Take(options.DailyTop)],
            TopComponents = [.. counts.Components.Take(options.DailyTop)],
            CriticalErrors = counts.CountOf(ErrorSeverity.Critical),
            Warnings = counts.CountOf(ErrorSeverity.Warning),
            Baseline = _reader.Baseline(counts, options.BaselineWindow, now),
            Timeline = counts.Timeline,
        };
    }

    /// <summary>Makes the report of seven days.</summary>
    /// <param name="endDate">The last of the days, UTC, inclusive; null for today by the reporter's clock. What lies before the start of the registry or in the future is 0. Before the seventh day of the calendar there are fewer days.</param>
    /// <returns>The report: what is known now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The registry has counted on one of the days, and it lies further back than is kept: five weeks.</exception>
    public WeeklyReport GetWeeklyReport(DateOnly? endDate = null)
    {
        var options = Volatile.Read(ref _options);
        var now = Now();
        var last = endDate ?? ReportPeriod.DayOf(now);
        var first = ReportPeriod.Shift(last, 1 - DaysPerWeek);
        var counts = Counts(ReportPeriod.OfDays(first, last), nameof(endDate), first);
        var days = ReportPeriod.Gather(counts.Timeline, TimeSpan.FromDays(1));
        return new WeeklyReport
        {
            StartDate = first,
            EndDate = last,
            ApplicationName = _applicationName,
            GeneratedAt = now,
            CountedSince = _reader.CountedSince(counts.Period, now),
            TotalErrors = counts.Total,
            Consequences = counts.Consequences,
            SeverityBreakdown = counts.Severities,
            TopErrors = _reader.Errors(counts, options.TopErrors),
            NewErrors = _reader.NewErrors(counts.Period),
            Anomalies = _reader.Anomalies(counts.Period, now),
            Patterns = _reader.Patterns(counts.Period, now),
            Circuits = _reader.Circuits(counts.Period),
            DailyAverage = (double)counts.Total / DaysPerWeek,
            DailyBreakdown = [.. days.Select(static day => new DailyCount(ReportPeriod.DayOf(day.At), day.Count))],
            Trend = Trend.OfCounts(days),
            TopComponents = [.. counts.Components.Take(options.WeeklyTop)],
            TopErrorTypes = [.. counts.Types.Take(options.WeeklyTop)],
        };
    }

    /// <summary>Makes the report of an incident.</summary>
    /// <param name="start">Its begin, inclusive: the whole minute counts; the whole hour when it is longer than 24 hours, or so long ago that minutes are no longer kept.</param>
    /// <param name="end">Its end, inclusive: the whole minute, or the whole hour, counts. Not before <paramref name="start"/>, and at most 366 days after it. What lies in the future is 0.</param>
    /// <param name="title">Its title; null or blank for <see cref="DefaultIncidentTitle"/>.</param>
    /// <returns>The report: what is known now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The begin is after the end, they are too far apart, or the registry has counted at the begin, and it lies further back than is kept: five weeks.</exception>
    public IncidentReport GetIncidentReport(DateTimeOffset start, DateTimeOffset end, string? title = null)
    {
        (start, end) = (start.ToUniversalTime(), end.ToUniversalTime());
        if (start > end)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The begin must not be after the end: {start:O} is after {end:O}.");
        }

        if (end - start > MaxIncident)
        {
            throw new ArgumentOutOfRangeException(nameof(end), end, $"The end must be at most {MaxIncident:c} after the begin: from {start:O} to {end:O} it is longer.");
        }

        var options = Volatile.Read(ref _options);
        var now = Now();
        var counts = IncidentCounts(start, end, now);
        var bucket = counts.Period.Bucket == Hour ? Hour : IncidentBucket;
        var timeline = ReportPeriod.Gather(counts.Timeline, bucket);
        var peak = timeline.Max(static point => point.Count);
        return new IncidentReport
        {
            Title = string.IsNullOrWhiteSpace(title) ? DefaultIncidentTitle : title,
            StartTime = start,
            EndTime = end,
            DurationMinutes = (end - start).TotalMinutes,
            ApplicationName = _applicationName,
            GeneratedAt = now,
            CountedSince = _reader.CountedSince(counts.Period, now),
            TotalErrors = counts.Total,
            Consequences = counts.Consequences,
            SeverityBreakdown = counts.Severities,
            TopErrors = _reader.Errors(counts, options.TopErrors),
            NewErrors = _reader.NewErrors(counts.Period),
            Anomalies = _reader.Anomalies(counts.Period, now),
            Patterns = _reader.Patterns(counts.Period, now),
            Circuits = _reader.Circuits(counts.Period),
            PeakErrorRate = peak / bucket.TotalMinutes,
            PeakBucketCount = peak,
            AffectedComponents = counts.Components,
            PrimaryErrorTypes = [.. counts.Types.Take(options.IncidentTop)],
            Baseline = _reader.Baseline(counts, options.BaselineWindow, now),
            Bucket = bucket,
            Timeline = timeline,
        };
    }

    /// <summary>Makes the report of all components.</summary>
    /// <param name="window">How far back errors count, so that scores recover; at least 1 minute and at most 24 hours, both inclusive, to the minute; null for 24 hours.</param>
    /// <param name="limit">How many components at most, the worst ones, at least 0; null for all.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> or <paramref name="limit"/> is outside its bounds.</exception>
    public ComponentHealthReport GetComponentHealth(TimeSpan? window = null, int? limit = null) => ComponentHealthReport.Of(_registry, window, limit);

    /// <summary>Finds the buckets of time with more errors than the mean and some standard deviations, empty buckets and the one that still runs included.</summary>
    /// <param name="options">The rule; null for its defaults: more than 2 population standard deviations above the mean of 5-minute buckets over 24 hours, or since the start of the registry.</param>
    /// <returns>The report; without anomalies where there are fewer than two buckets.</returns>
    /// <exception cref="ArgumentException">An option is outside its bounds; the message lists all that are.</exception>
    public StatisticalAnomalyReport GetStatisticalAnomalies(DeviationRuleOptions? options = null)
    {
        var copy = options?.Copy() ?? new DeviationRuleOptions();
        var rule = new DeviationRule(copy);
        return new StatisticalAnomalyReport
        {
            GeneratedAt = Now(),
            Window = rule.Window,
            Bucket = rule.Bucket,
            Deviations = copy.Deviations,
            Anomalies = _registry.FindDeviations(rule),
        };
    }

    private PeriodCounts IncidentCounts(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        if (end - start <= MinuteReach && (now - start <= MinuteReach || _registry.GetStatistics().Uptime <= MinuteReach))
        {
            try
            {
                return _reader.Counts(ReportPeriod.Of(start, end, Minute));
            }
            catch (ArgumentOutOfRangeException)
            {
                // A clock that was set moved what is kept by the minute.
            }
        }

        return Counts(ReportPeriod.Of(start, end, Hour), nameof(start), ReportPeriod.DayOf(start));
    }

    private PeriodCounts Counts(ReportPeriod period, string argument, DateOnly day)
    {
        try
        {
            return _reader.Counts(period);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ArgumentOutOfRangeException(argument, day, $"Counts reach back five weeks; {day:O} is further back, and the registry has counted then.");
        }
    }

    private DateTimeOffset Now() => _timeProvider.GetUtcNow().ToUniversalTime();
}
