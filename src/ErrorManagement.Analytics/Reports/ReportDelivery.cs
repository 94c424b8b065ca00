using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Gives reports to one channel, which may throw, hang or block: others never notice. Safe on any thread.</summary>
internal sealed class ReportDelivery(IReportChannel channel, TimeProvider timeProvider, ILogger logger, ReportInstruments instruments)
{
    private readonly long[] _counts = new long[Enum.GetValues<ReportOutcome>().Length];
    private readonly string _name = channel.Name;
    private long _lastSent = -1;
    private string? _lastFailure;
    private int _isBusy;

    public ReportChannelStatus Status => new()
    {
        Name = _name,
        Sent = CountOf(ReportOutcome.Sent),
        Failed = CountOf(ReportOutcome.Failed),
        TimedOut = CountOf(ReportOutcome.TimedOut),
        Skipped = CountOf(ReportOutcome.Skipped),
        Cancelled = CountOf(ReportOutcome.Cancelled),
        LastSentAt = Interlocked.Read(ref _lastSent) is var ticks and >= 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
        LastFailure = Volatile.Read(ref _lastFailure),
    };

    /// <summary>Gives it a report, and waits no longer than the time-out. Never throws.</summary>
    /// <returns>Whether it was handed on.</returns>
    public async Task<bool> SendAsync(ReportDocument document, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // One that does not obey its token keeps what it was given: at most one for each channel.
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            ReportLog.Busy(logger, _name, document.ReportType);
            return Told(document, ReportOutcome.Skipped);
        }

        var limit = new CancellationTokenSource(timeout, timeProvider);
        var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = ending.Token;
        try
        {
            // On a thread of its own: a channel may block before it returns a task.
            var work = Task.Run(() => RunAsync(document, limit, ending, token), CancellationToken.None);
            await work.WaitAsync(token).ConfigureAwait(false);
            Interlocked.Exchange(ref _lastSent, timeProvider.GetUtcNow().UtcTicks);
            return Told(document, ReportOutcome.Sent);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            ReportLog.Cancelled(logger, _name, document.ReportType);
            return Told(document, ReportOutcome.Cancelled);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            ReportLog.TimedOut(logger, _name, document.ReportType, timeout);
            return Told(document, ReportOutcome.TimedOut);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            var failure = e.GetType().FullName ?? "";
            Volatile.Write(ref _lastFailure, failure);
            ReportLog.Failed(logger, _name, document.ReportType, failure);
            return Told(document, ReportOutcome.Failed);
        }
    }

    private async Task RunAsync(ReportDocument document, CancellationTokenSource limit, CancellationTokenSource ending, CancellationToken token)
    {
        try
        {
            await channel.SendAsync(document, token).ConfigureAwait(false);
        }
        finally
        {
            // Not before: the channel may use the token as long as it runs.
            Volatile.Write(ref _isBusy, 0);
            ending.Dispose();
            limit.Dispose();
        }
    }

    private bool Told(ReportDocument document, ReportOutcome outcome)
    {
        Interlocked.Increment(ref _counts[(int)outcome]);
        instruments.Count(_name, document.ReportType, outcome);
        return outcome == ReportOutcome.Sent;
    }

    private long CountOf(ReportOutcome outcome) => Interlocked.Read(ref _counts[(int)outcome]);
}
