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

    public string Name => _name;

    /// <summary>Is told of a report that was handed on after its time was over.</summary>
    public Action<ReportDocument>? CameLate { get; set; }

    public ReportChannelStatus Status => new()
    {
        Name = _name,
        Sent = CountOf(ReportOutcome.Sent),
        Failed = CountOf(ReportOutcome.Failed),
        TimedOut = CountOf(ReportOutcome.TimedOut),
        Skipped = CountOf(ReportOutcome.Skipped),
        Cancelled = CountOf(ReportOutcome.Cancelled),
        GivenUp = CountOf(ReportOutcome.GivenUp),
        Replaced = CountOf(ReportOutcome.Replaced),
        LastSentAt = Interlocked.Read(ref _lastSent) is var ticks and >= 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
        LastFailure = Volatile.Read(ref _lastFailure),
    };

    /// <summary>Gives it a report, and waits no longer than the time-out. Never throws.</summary>
    /// <returns>What became of it.</returns>
    public async Task<ReportOutcome> SendAsync(ReportDocument document, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // One that does not obey its token keeps what it was given: at most one for each channel.
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            ReportLog.Busy(logger, _name, document.ReportType);
            return Count(document, ReportOutcome.Skipped);
        }

        var limit = new CancellationTokenSource(timeout, timeProvider);
        var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = ending.Token;
        Task? work = null;
        try
        {
            // On a thread of its own: a channel may block before it returns a task.
            work = Task.Run(() => RunAsync(document, limit, ending, token), CancellationToken.None);
            await work.WaitAsync(token).ConfigureAwait(false);
            Interlocked.Exchange(ref _lastSent, timeProvider.GetUtcNow().UtcTicks);
            return Count(document, ReportOutcome.Sent);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave(work, document, isWanted: false);
            ReportLog.Cancelled(logger, _name, document.ReportType);
            return Count(document, ReportOutcome.Cancelled);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Leave(work, document, isWanted: true);
            ReportLog.TimedOut(logger, _name, document.ReportType, timeout);
            return Count(document, ReportOutcome.TimedOut);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            var failure = e.GetType().FullName ?? "";
            Volatile.Write(ref _lastFailure, failure);
            ReportLog.Failed(logger, _name, document.ReportType, failure);
            return Count(document, ReportOutcome.Failed);
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

    public ReportOutcome Count(ReportDocument document, ReportOutcome outcome)
    {
        Interlocked.Increment(ref _counts[(int)outcome]);
        instruments.Count(_name, document.ReportType, outcome);
        return outcome;
    }

    // Left to itself: what it throws at last is the consequence of having been given up.
    private void Leave(Task? work, ReportDocument document, bool isWanted) =>
        work?.ContinueWith(
            ended =>
            {
                if (ended.IsCompletedSuccessfully && isWanted)
                {
                    CameLate?.Invoke(document);
                }

                _ = ended.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);

    private long CountOf(ReportOutcome outcome) => Interlocked.Read(ref _counts[(int)outcome]);
}
