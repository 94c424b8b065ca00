using System.Diagnostics.Metrics;
using ErrorManagement.Analytics.Reports;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ErrorManagement.Analytics;

/// <summary>Makes daily and weekly reports when their time has come, and hands them to channels.</summary>
/// <remarks>
/// <para>Safe on any thread. It does nothing by itself before <see cref="Start"/>. Reports are about what has ended: the day before, the seven days before.</para>
/// <para>Each report is made once: a clock that is set forward brings the latest report that was passed over, one that is set back brings none again. What was due before it was started, or while the process did not run, is not made up for.</para>
/// <para>A channel that throws, hangs or blocks harms no other; that is counted, logged, and told by <see cref="GetStatus"/>. It is given the report once more later, as often as <see cref="ReportScheduleOptions.MaxRetries"/> says.</para>
/// </remarks>
public sealed class ReportScheduler : IAsyncDisposable, IDisposable
{
    private readonly ErrorReporter _reporter;
    private readonly ReportRetries[] _channels;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly ReportRuns _runs = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReportTurn _daily = new();
    private readonly ReportTurn _weekly = new();
    private ReportScheduleOptions _options;
    private bool _isStarted;
    private bool _isDisposed;

    /// <summary>Makes a scheduler that waits to be started.</summary>
    /// <param name="reporter">Makes the reports.</param>
    /// <param name="channels">Who hands them on. Copied; without any, no report is made.</param>
    /// <param name="options">The settings; null for the defaults. Copied; <see cref="Update"/> changes them.</param>
    /// <param name="timeProvider">The clock, the same as the reporter's; null for the system's.</param>
    /// <param name="loggerFactory">Where failures are logged; null for nowhere.</param>
    /// <param name="meterFactory">The meter for what became of reports; null for that of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds, the message lists all that are; or one of the channels is null.</exception>
    public ReportScheduler(
        ErrorReporter reporter,
        IEnumerable<IReportChannel> channels,
        ReportScheduleOptions? options = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        ArgumentNullException.ThrowIfNull(channels);
        _options = Checked(options ?? new ReportScheduleOptions());
        _reporter = reporter;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _logger = (ILogger?)loggerFactory?.CreateLogger(ErrorManagementDiagnostics.Name) ?? NullLogger.Instance;
        var instruments = ReportInstruments.Of(meterFactory);
        _channels = [.. channels.Select(channel => RetriesOf(channel ?? throw new ArgumentException("No channel may be null; one of them is.", nameof(channels)), instruments))];
        _timer = _timeProvider.CreateTimer(static state => ((ReportScheduler)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins: the next reports are those whose time comes from now on. Starting twice does no harm.</summary>
    /// <exception cref="ObjectDisposedException">It was stopped.</exception>
    public void Start()
    {
        var now = _timeProvider.GetUtcNow();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isStarted)
            {
                return;
            }

            _isStarted = true;
            _daily.Begin(ReportCalendar.LatestDay(now, _options.At));
            _weekly.Begin(ReportCalendar.LatestWeek(now, _options.At, _options.WeeklyOn));
            RearmLocked(now);
        }
    }

    /// <summary>Changes the settings, also while it runs. Another day for weekly reports begins with the next such day.</summary>
    /// <param name="options">The settings. Copied.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all that are, and nothing is changed.</exception>
    public void Update(ReportScheduleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = Checked(options);
        var now = _timeProvider.GetUtcNow();
        lock (_gate)
        {
            if (copy.WeeklyOn != _options.WeeklyOn)
            {
                _weekly.Begin(ReportCalendar.LatestWeek(now, copy.At, copy.WeeklyOn));
            }

            _options = copy;
            if (_isStarted && !_isDisposed)
            {
                RearmLocked(now);
            }
        }
    }

    /// <summary>Hands a report to all channels at once, with the same care as those that are made by themselves; but once, so that whoever asked for it can say whether it is to be sent again. Started or not.</summary>
    /// <param name="document">The report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many channels handed it on, once the last of them has, has failed or has had its time. Never fails for what a channel does.</returns>
    /// <exception cref="ObjectDisposedException">It was stopped.</exception>
    public Task<int> SendAsync(ReportDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        TimeSpan timeout;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            timeout = _options.ChannelTimeout;
        }

        var sending = SendNowAsync(document, timeout, cancellationToken);
        _runs.Track(sending);
        return sending;
    }

    /// <summary>Tells how each channel has done since the scheduler was made.</summary>
    /// <returns>Snapshots, in the order the channels were given.</returns>
    public IReadOnlyList<ReportChannelStatus> GetStatus() => [.. _channels.Select(static channel => channel.Status)];

    /// <summary>Ends it for good: no report begins any more. Waits for those that are being handed on, no longer than <see cref="ReportScheduleOptions.StopTimeout"/>, then cancels them. Those that wait for a later try are given up at once, and counted. Never throws.</summary>
    /// <returns>Done when it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!End(out var patience))
        {
            return;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        try
        {
            await EndChannels().WaitAsync(patience, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Those that obey their tokens end now, the others are left to themselves. The source is not disposed: they may still look at it.
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    }

    /// <summary>Ends it for good without waiting: reports that are being handed on are cancelled. For containers that are disposed synchronously; <see cref="DisposeAsync"/> gives them time.</summary>
    public void Dispose()
    {
        if (End(out _))
        {
            _timer.Dispose();
            _ = EndChannels();
            _stopping.Cancel();
        }
    }

    /// <summary>Done when nothing is being made or handed on.</summary>
    internal Task WhenIdleAsync() => _runs.WhenIdleAsync();

    private ReportRetries RetriesOf(IReportChannel channel, ReportInstruments instruments)
    {
        var delivery = new ReportDelivery(channel, _timeProvider, _logger, instruments);
        var retries = new ReportRetries(delivery, _runs, _timeProvider, _logger, _stopping.Token);
        delivery.CameLate = retries.CameLate;
        return retries;
    }

    private bool End(out TimeSpan patience)
    {
        lock (_gate)
        {
            patience = _options.StopTimeout;
            var ended = !_isDisposed;
            _isDisposed = true;
            return ended;
        }
    }

    private Task EndChannels()
    {
        var running = _runs.End();
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }

        return running;
    }

    private static ReportScheduleOptions Checked(ReportScheduleOptions options)
    {
        var copy = options.Copy();
        ReportScheduleOptionsValidator.ThrowIfInvalid(copy);
        return copy;
    }

    private void RearmLocked(DateTimeOffset now) => _timer.Change(ReportCalendar.Wait(now, _options.At), Timeout.InfiniteTimeSpan);

    // Runs when the timer rings.
    private void Look()
    {
        try
        {
            Look(_timeProvider.GetUtcNow());
        }
        catch (Exception e)
        {
            // A clock of the host's own; it is asked again in a minute.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            lock (_gate)
            {
                if (!_isDisposed)
                {
                    _timer.Change(ReportCalendar.LongestWait, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    private void Look(DateTimeOffset now)
    {
        DateOnly day;
        DateOnly? daily = null;
        DateOnly? weekly = null;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            day = ReportCalendar.LatestDay(now, _options.At);
            var week = ReportCalendar.LatestWeek(now, _options.At, _options.WeeklyOn);
            if (_daily.Take(day, _options.Daily))
            {
                daily = ReportPeriod.Shift(day, -1);
            }

            if (_weekly.Take(week, _options.Weekly))
            {
                weekly = ReportPeriod.Shift(week, -1);
            }

            var options = _options;
            RearmLocked(now);
            if ((daily ?? weekly) is not null && _channels.Length > 0)
            {
                _runs.Start(() => RunAsync(daily, weekly, options));
            }
        }
    }

    private async Task RunAsync(DateOnly? daily, DateOnly? weekly, ReportScheduleOptions options)
    {
        if (daily is { } date && Made(DailyReport.ReportType, date, () => ReportDocument.Of(_reporter.GetDailyReport(date))) is { } today)
        {
            await DeliverAsync(today, channel => channel.SendAsync(today, options)).ConfigureAwait(false);
        }

        if (weekly is { } end && Made(WeeklyReport.ReportType, end, () => ReportDocument.Of(_reporter.GetWeeklyReport(end))) is { } week)
        {
            await DeliverAsync(week, channel => channel.SendAsync(week, options)).ConfigureAwait(false);
        }
    }

    private ReportDocument? Made(string type, DateOnly date, Func<ReportDocument> make)
    {
        try
        {
            return make();
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            ReportLog.NotMade(_logger, type, PeriodSummary.Day(date), e.GetType().FullName ?? "");
            return null;
        }
    }

    private async Task<int> SendNowAsync(ReportDocument document, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        return await DeliverAsync(document, async channel => await channel.Delivery.SendAsync(document, timeout, ending.Token).ConfigureAwait(false) == ReportOutcome.Sent).ConfigureAwait(false);
    }

    private async Task<int> DeliverAsync(ReportDocument document, Func<ReportRetries, Task<bool>> send)
    {
        var handedOn = await Task.WhenAll(_channels.Select(send)).ConfigureAwait(false);
        var sent = handedOn.Count(static isSent => isSent);
        ReportLog.Sent(_logger, document.ReportType, sent, handedOn.Length);
        return sent;
    }
}
