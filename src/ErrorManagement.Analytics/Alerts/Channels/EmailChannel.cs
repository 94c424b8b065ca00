using System.Globalization;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Families.Observability;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Analytics;

/// <summary>Makes e-mails of alerts and reports, and hands them to a function of the host's that sends them.</summary>
/// <remarks>
/// The function runs on another thread and has a time-out; one that does not come back is no longer waited for, and while four of its calls are stuck no further one is made. Nothing is tried again: mail servers
/// do that, and an e-mail that was sent twice is worse. Safe on any thread.
/// </remarks>
public sealed class EmailChannel : IAlertChannel, IReportChannel
{
    private const int MostStuck = 4;

    private readonly Func<EmailMessage, CancellationToken, ValueTask> _send;
    private readonly TimeProvider _timeProvider;
    private Settings _settings;
    private int _stuck;

    /// <summary>Makes a channel.</summary>
    /// <param name="options">Its settings, copied.</param>
    /// <param name="send">Sends a message; may be called on several threads at once, also for one that an earlier call is still busy with. What it throws is the channel's failure.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings.</exception>
    public EmailChannel(EmailOptions options, Func<EmailMessage, CancellationToken, ValueTask> send, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(send);
        _send = send;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _settings = Make(options);
        Name = _settings.Options.Name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Takes other settings, all at once: messages under way end under the old ones.</summary>
    /// <param name="options">The settings, copied; with the same name.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds, or the name is another one; the channel stays as it was.</exception>
    public void Update(EmailOptions options)
    {
        var next = Make(options);
        ChannelNames.RequireSame(Name, next.Options.Name);
        Volatile.Write(ref _settings, next);
    }

    /// <summary>Sends an alert.</summary>
    /// <param name="notice">What to tell.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the function has sent it.</returns>
    /// <exception cref="AlertChannelException">It was not sent; what the function threw is inside.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var settings = Volatile.Read(ref _settings);
        return SendAsync(EmailForms.Of(notice, settings.Options), settings, cancellationToken);
    }

    /// <summary>Sends a report.</summary>
    /// <param name="document">The report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the function has sent it.</returns>
    /// <exception cref="AlertChannelException">It was not sent; what the function threw is inside.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        var settings = Volatile.Read(ref _settings);
        return SendAsync(EmailForms.Of(document, settings.Options), settings, cancellationToken);
    }

    private async ValueTask SendAsync(EmailMessage message, Settings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _stuck) >= MostStuck)
        {
            throw new AlertChannelException(Name, string.Create(CultureInfo.InvariantCulture, $"{MostStuck} earlier messages are still being sent though their time is over; no further one is handed on before one of them ends"));
        }

        var call = new Call();
        try
        {
            await settings.Timeout.ExecuteAsync(token => new ValueTask(RunAsync(message, call, token)), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            GiveUp(call);
            throw;
        }
        catch (CallTimeoutException e)
        {
            GiveUp(call);
            throw new AlertChannelException(Name, string.Create(CultureInfo.InvariantCulture, $"the message was not sent within {settings.Options.Timeout.TotalSeconds:0.###} s"), e);
        }
        catch (Exception e)
        {
            throw new AlertChannelException(Name, $"the function that sends failed with {e.GetType().Name}", e);
        }
    }

    // On another thread: a function that blocks before its first await must not block the one who tells.
    private async Task RunAsync(EmailMessage message, Call call, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => _send(message, cancellationToken).AsTask(), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            if (call.End())
            {
                Interlocked.Decrement(ref _stuck);
            }
        }
    }

    private void GiveUp(Call call)
    {
        if (call.GiveUp())
        {
            Interlocked.Increment(ref _stuck);
        }
    }

    private Settings Make(EmailOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Copy();
        EmailOptionsValidator.ThrowIfInvalid(copy);
        return new Settings(copy, new TimeoutPolicy(new TimeoutOptions { Name = copy.Name, Timeout = copy.Timeout, GivesUpWaiting = true }, _timeProvider));
    }

    private sealed record Settings(EmailOptions Options, TimeoutPolicy Timeout);

    /// <summary>Whether a call of the function has ended, and whether anybody waits for it.</summary>
    private sealed class Call
    {
        private const int Ended = 1;
        private const int GivenUp = 2;

        private int _state;

        /// <summary>It has ended; true when nobody waited any more.</summary>
        public bool End() => Interlocked.Exchange(ref _state, Ended) == GivenUp;

        /// <summary>Nobody waits any more; false when it has ended.</summary>
        public bool GiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, 0) == 0;
    }
}
