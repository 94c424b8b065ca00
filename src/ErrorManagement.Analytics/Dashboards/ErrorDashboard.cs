using ErrorManagement.Analytics.Registry;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics;

/// <summary>The data of a dashboard: what a registry counted, as charts that know their JSON form.</summary>
/// <remarks>
/// <para>Safe on any thread, and cheap enough to be asked every second. Counted are occurrences, those included whose records had to go, and calls that failed in
/// consequence of them. Whatever the recorded text is, the JSON is valid; it is the same in every culture and time zone.</para>
/// <para>A range of at most 24 hours that begins at most 24 hours ago is read by the minute: the last 24 hours are the minute that runs and the 1,439 before it. All
/// else is read by the hour and reaches back 35 days: the last week is the hour that runs and the 167 before it. What was counted earlier is refused, never shown as 0.</para>
/// </remarks>
public sealed partial class ErrorDashboard
{
    private static readonly TimeSpan LongestAnomalyWindow = TimeSpan.FromHours(24);

    private readonly IErrorRegistry _registry;
    private readonly TimeProvider _timeProvider;
    private readonly ICircuitBreakerRegistry? _breakers;
    private ErrorDashboardOptions _options;

    // A list for ten thousand records is too large to be made anew each second.
    private List<RecordCount>? _spare;

    /// <summary>Makes a dashboard.</summary>
    /// <param name="registry">What to show.</param>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock of a registry of another make; an <see cref="ErrorRegistry"/> is read by its own. Null for the system's.</param>
    /// <param name="breakers">The circuit breakers to show; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all that are.</exception>
    public ErrorDashboard(IErrorRegistry registry, ErrorDashboardOptions? options = null, TimeProvider? timeProvider = null, ICircuitBreakerRegistry? breakers = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _options = Checked(options ?? new ErrorDashboardOptions());
        _timeProvider = timeProvider ?? TimeProvider.System;
        _breakers = breakers;
    }

    /// <summary>Takes other settings, for what is asked from now on; all at once.</summary>
    /// <param name="options">The settings, copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all that are, and nothing has changed.</exception>
    public void Update(ErrorDashboardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Volatile.Write(ref _options, Checked(options));
    }

    /// <summary>Returns the figures and all charts of the time up to now.</summary>
    /// <param name="range">How far back, at least 1 minute and at most 35 days, both inclusive; null for the setting, 24 hours by default.</param>
    /// <param name="bucket">The length of a bucket of the timeline, as in <see cref="IErrorRegistry.GetSeries"/>; null for the setting, 1 hour by default.</param>
    /// <returns>A snapshot; without any error all charts are there.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> or <paramref name="bucket"/> is outside its bounds, or the bucket is shorter than an hour and the range longer than 24 hours.</exception>
    public DashboardSnapshot GetDashboard(TimeSpan? range = null, TimeSpan? bucket = null) => All(Last(range, bucket), bucket);

    /// <summary>Returns the figures and all charts of a range of time.</summary>
    /// <param name="from">Begin, inclusive; taken back to the start of its minute or hour.</param>
    /// <param name="to">End, exclusive; the minute or hour it lies in counts in full. Not before <paramref name="from"/>; may be in the future.</param>
    /// <param name="bucket">The length of a bucket of the timeline, as in <see cref="IErrorRegistry.GetSeries"/>; null for the setting, 1 hour by default.</param>
    /// <returns>A snapshot; without any error all charts are there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="bucket"/> is no such length, or shorter than an hour for a range of more than 24 hours; <paramref name="to"/> is before <paramref name="from"/>;
    /// the range has more than 10,080 hours; or something of it was counted and lies further back than is kept.
    /// </exception>
    public DashboardSnapshot GetDashboard(DateTimeOffset from, DateTimeOffset to, TimeSpan? bucket = null) => All(Between(from, to, bucket), bucket);

    /// <summary>Returns how many errors there were up to now, bucket by bucket, with what was unusual.</summary>
    /// <inheritdoc cref="GetDashboard(TimeSpan?, TimeSpan?)" path="/param|/exception"/>
    /// <returns>A snapshot.</returns>
    public ErrorTimelineChart GetTimeline(TimeSpan? range = null, TimeSpan? bucket = null) => Timeline(Last(range, bucket), bucket);

    /// <summary>Returns how many errors there were in a range of time, bucket by bucket, with what was unusual.</summary>
    /// <inheritdoc cref="GetDashboard(DateTimeOffset, DateTimeOffset, TimeSpan?)" path="/param|/exception"/>
    /// <returns>A snapshot.</returns>
    public ErrorTimelineChart GetTimeline(DateTimeOffset from, DateTimeOffset to, TimeSpan? bucket = null) => Timeline(Between(from, to, bucket), bucket);

    /// <summary>Returns the types of errors that happened most up to now.</summary>
    /// <param name="range">How far back, at least 1 minute and at most 35 days, both inclusive; null for the setting, 24 hours by default.</param>
    /// <param name="limit">How many types at most, 0 or more; null for the setting, 10 by default.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> is outside its bounds, or <paramref name="limit"/> is negative.</exception>
    public TopErrorsChart GetTopErrors(TimeSpan? range = null, int? limit = null) => TopErrors(Last(range, null), limit);

    /// <summary>Returns the types of errors that happened most in a range of time.</summary>
    /// <param name="from">Begin, inclusive; taken back to the start of its minute or hour.</param>
    /// <param name="to">End, exclusive; the minute or hour it lies in counts in full. Not before <paramref name="from"/>; may be in the future.</param>
    /// <param name="limit">How many types at most, 0 or more; null for the setting, 10 by default.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="to"/> is before <paramref name="from"/>; the range has more than 10,080 hours; something of it was counted and lies further back than is kept;
    /// or <paramref name="limit"/> is negative.
    /// </exception>
    public TopErrorsChart GetTopErrors(DateTimeOffset from, DateTimeOffset to, int? limit = null) => TopErrors(Between(from, to, null), limit);

    /// <summary>Returns how the errors up to now divide by component.</summary>
    /// <param name="range">How far back, at least 1 minute and at most 35 days, both inclusive; null for the setting, 24 hours by default.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> is outside its bounds.</exception>
    public ErrorDistributionChart GetComponentDistribution(TimeSpan? range = null) => Components(Last(range, null));

    /// <summary>Returns how the errors of a range of time divide by component.</summary>
    /// <param name="from">Begin, inclusive; taken back to the start of its minute or hour.</param>
    /// <param name="to">End, exclusive; the minute or hour it lies in counts in full. Not before <paramref name="from"/>; may be in the future.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is before <paramref name="from"/>; the range has more than 10,080 hours; or something of it was counted and lies further back than is kept.</exception>
    public ErrorDistributionChart GetComponentDistribution(DateTimeOffset from, DateTimeOffset to) => Components(Between(from, to, null));

    /// <summary>Returns how the errors up to now divide by severity.</summary>
    /// <inheritdoc cref="GetComponentDistribution(TimeSpan?)" path="/param|/exception"/>
    /// <returns>A snapshot.</returns>
    public ErrorDistributionChart GetSeverityBreakdown(TimeSpan? range = null) => Severities(Last(range, null));

    /// <summary>Returns how the errors of a range of time divide by severity.</summary>
    /// <inheritdoc cref="GetComponentDistribution(DateTimeOffset, DateTimeOffset)" path="/param|/exception"/>
    /// <returns>A snapshot.</returns>
    public ErrorDistributionChart GetSeverityBreakdown(DateTimeOffset from, DateTimeOffset to) => Severities(Between(from, to, null));

    /// <summary>Returns how many errors a minute there were up to now.</summary>
    /// <param name="range">How far back, at least 1 minute and at most 35 days, both inclusive; null for the setting, 24 hours by default.</param>
    /// <param name="bucket">The length of a bucket, as in <see cref="IErrorRegistry.GetSeries"/>; null for the setting, 5 minutes by default, and an hour where the range is read by the hour.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> or <paramref name="bucket"/> is outside its bounds, or the bucket is shorter than an hour and the range longer than 24 hours.</exception>
    public ErrorRateChart GetErrorRateTrend(TimeSpan? range = null, TimeSpan? bucket = null) => Rate(Last(range, bucket), bucket);

    /// <summary>Returns how many errors a minute there were in a range of time.</summary>
    /// <param name="from">Begin, inclusive; taken back to the start of its minute or hour.</param>
    /// <param name="to">End, exclusive; the minute or hour it lies in counts in full. Not before <paramref name="from"/>; may be in the future.</param>
    /// <param name="bucket">The length of a bucket, as in <see cref="IErrorRegistry.GetSeries"/>; null for the setting, 5 minutes by default, and an hour where the range is read by the hour.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="bucket"/> is no such length, or shorter than an hour for a range of more than 24 hours; <paramref name="to"/> is before <paramref name="from"/>;
    /// the range has more than 10,080 hours; or something of it was counted and lies further back than is kept.
    /// </exception>
    public ErrorRateChart GetErrorRateTrend(DateTimeOffset from, DateTimeOffset to, TimeSpan? bucket = null) => Rate(Between(from, to, bucket), bucket);

    /// <summary>Returns the patterns that run, and those that ended in the time up to now.</summary>
    /// <inheritdoc cref="GetComponentDistribution(TimeSpan?)" path="/param|/exception"/>
    /// <returns>A snapshot.</returns>
    public PatternAlertsChart GetPatternAlerts(TimeSpan? range = null) => Patterns(Last(range, null));

    /// <summary>Returns the patterns that held at some time of a range, those that run still and those that ended.</summary>
    /// <param name="from">Begin, inclusive.</param>
    /// <param name="to">End, exclusive. Not before <paramref name="from"/>; may be in the future.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is before <paramref name="from"/>.</exception>
    public PatternAlertsChart GetPatternAlerts(DateTimeOffset from, DateTimeOffset to) => Patterns(Between(from, to, null));

    /// <summary>Returns the states of the circuit breakers, and how these changed in the time up to now.</summary>
    /// <inheritdoc cref="GetComponentDistribution(TimeSpan?)" path="/param|/exception"/>
    /// <returns>A snapshot; empty where no breakers are known.</returns>
    public CircuitBreakersChart GetCircuitBreakers(TimeSpan? range = null) => Breakers(Last(range, null));

    /// <summary>Returns the states of the circuit breakers now, and how these changed in a range of time.</summary>
    /// <inheritdoc cref="GetPatternAlerts(DateTimeOffset, DateTimeOffset)" path="/param|/exception"/>
    /// <returns>A snapshot; empty where no breakers are known.</returns>
    public CircuitBreakersChart GetCircuitBreakers(DateTimeOffset from, DateTimeOffset to) => Breakers(Between(from, to, null));
}
