using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Reports;

/// <summary>
/// Gives scheduled reports to one channel, and once more, later, those that it did not hand on: of each type the newest, so often and no more. Safe on any thread.
/// </summary>
/// <param name="delivery">Gives reports to the channel, one at a time.</param>
/// <param name="runs">Where later tries run.</param>
/// <param name="timeProvider">The clock of the waits.</param>
/// <param name="logger">Where it is told.</param>
/// <param name="stop">Ends what runs.</param>
internal sealed class ReportRetries(ReportDelivery delivery, ReportRuns runs, TimeProvider timeProvider, ILogger logger, CancellationToken stop) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReportDocument> _newest = new(StringComparer.Ordinal); // by type; those of the schedule are two
    private readonly Dictionary<string, WaitingReport> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReportDocument> _late = new(StringComparer.Ordinal);
    private bool _isEnded;

    /// <summary>Without retries.</summary>
    public ReportDelivery Delivery => delivery;

    public ReportChannelStatus Status
    {
        get
        {
            lock (_gate)
            {
                return delivery.Status with { Waiting = _waiting.Count };
            }
        }
    }

    /// <summary>Gives it a report in the place of an older one of the type that waits. Never throws.</summary>
    /// <returns>Whether it was handed on at once.</returns>
    public async Task<bool> SendAsync(ReportDocument document, ReportScheduleOptions options)
    {
        WaitingReport? older;
        lock (_gate)
        {
            _newest[document.ReportType] = document;
            _waiting.Remove(document.ReportType, out older);
        }

        if (older is not null)
        {
            older.Timer?.Dispose();
            Replaced(older.Document);
        }

        return await TryAsync(new WaitingReport(document, 0, options)).ConfigureAwait(false);
    }

    /// <summary>A report that took too long was handed on in the end: it is not given once more.</summary>
    public void CameLate(ReportDocument document)
    {
        lock (_gate)
        {
            _late[document.ReportType] = document; // it may come between the end of its time and that it is kept
            if (!_waiting.TryGetValue(document.ReportType, out var waiting) || !ReferenceEquals(waiting.Document, document))
            {
                return;
            }

            _waiting.Remove(document.ReportType);
            waiting.Timer?.Dispose();
        }

        ReportLog.Sent(logger, document.ReportType, 1, 1);
    }

    /// <summary>Gives it nothing more. Reports that wait are given up, and counted.</summary>
    public void Dispose()
    {
        WaitingReport[] left;
        lock (_gate)
        {
            _isEnded = true;
            left = [.. _waiting.Values];
            _waiting.Clear();
        }

        foreach (var waiting in left)
        {
            waiting.Timer?.Dispose();
            ReportLog.Cancelled(logger, delivery.Name, waiting.Document.ReportType);
            delivery.Count(waiting.Document, ReportOutcome.Cancelled);
        }
    }

    private async Task<bool> TryAsync(WaitingReport report)
    {
        var outcome = await delivery.SendAsync(report.Document, report.Options.ChannelTimeout, stop).ConfigureAwait(false);
        if (outcome is ReportOutcome.Failed or ReportOutcome.TimedOut or ReportOutcome.Skipped)
        {
            Keep(report);
        }

        return outcome == ReportOutcome.Sent;
    }

    private async Task RetryAsync(WaitingReport report)
    {
        if (await TryAsync(report).ConfigureAwait(false))
        {
            ReportLog.Sent(logger, report.Document.ReportType, 1, 1);
        }
    }

    private void Keep(WaitingReport report)
    {
        var document = report.Document;
        bool isNewest;
        bool isLeft;
        lock (_gate)
        {
            if (_isEnded)
            {
                delivery.Count(document, ReportOutcome.Cancelled);
                return;
            }

            if (ReferenceEquals(_late.GetValueOrDefault(document.ReportType), document))
            {
                return;
            }

            isNewest = ReferenceEquals(_newest[document.ReportType], document);
            isLeft = report.Retries < report.Options.MaxRetries;
            if (isNewest && isLeft)
            {
                report.Timer = timeProvider.CreateTimer(_ => Ring(report), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _waiting[document.ReportType] = report;
                report.Timer.Change(report.Delay, Timeout.InfiniteTimeSpan);
            }
        }

        if (!isNewest)
        {
            Replaced(document);
        }
        else if (isLeft)
        {
            ReportLog.Waits(logger, document.ReportType, delivery.Name, report.Delay, report.Retries + 1, report.Options.MaxRetries);
        }
        else
        {
            delivery.Count(document, ReportOutcome.GivenUp);
            ReportLog.GivenUp(logger, delivery.Name, document.ReportType, "it failed too often");
        }
    }

    private void Ring(WaitingReport report)
    {
        try
        {
            lock (_gate)
            {
                if (_isEnded || !_waiting.TryGetValue(report.Document.ReportType, out var waiting) || !ReferenceEquals(waiting, report))
                {
                    return;
                }

                _waiting.Remove(report.Document.ReportType);
                runs.Start(() => RetryAsync(report with { Retries = report.Retries + 1, Timer = null }));
            }

            report.Timer?.Dispose();
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e); // a clock of the host's own
        }
    }

    private void Replaced(ReportDocument older)
    {
        delivery.Count(older, ReportOutcome.Replaced);
        ReportLog.GivenUp(logger, delivery.Name, older.ReportType, "a newer one takes its place");
    }
}
