using System.Net;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Families.Observability;

namespace ErrorManagement.Analytics;

/// <summary>Posts alerts and reports to an incoming webhook of Slack's, or of a service that takes the same form, one message each.</summary>
/// <remarks>
/// All text is plain: names and messages of errors can mention nobody, link nowhere and format nothing. Retries, the circuit breaker and the check of addresses are those of <see cref="WebhookChannel"/>.
/// Safe on any thread.
/// </remarks>
public sealed class SlackChannel : IAlertChannel, IReportChannel, IDisposable
{
    private readonly ChannelSwitch<SlackOptions> _switch;

    /// <summary>Makes a channel.</summary>
    /// <param name="options">Its settings, copied.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds, or there is no address; the message names all such settings and shows nothing private.</exception>
    public SlackChannel(SlackOptions options, TimeProvider? timeProvider = null)
        : this(options, timeProvider, resolve: null)
    {
    }

    internal SlackChannel(SlackOptions options, TimeProvider? timeProvider, Func<string, CancellationToken, Task<IPAddress[]>>? resolve)
    {
        var copy = Checked(options);
        Name = copy.Name;
        _switch = new ChannelSwitch<SlackOptions>(copy, current => new ChannelTransport(current.Name, current, readsReason: true, timeProvider ?? TimeProvider.System, resolve));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Takes other settings, all at once: messages under way end under the old ones. The receiver gets a new chance, whatever it did before.</summary>
    /// <param name="options">The settings, copied; with the same name.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds, there is no address, or the name is another one; the channel stays as it was.</exception>
    /// <exception cref="ObjectDisposedException">The channel was disposed.</exception>
    public void Update(SlackOptions options)
    {
        var copy = Checked(options);
        ChannelNames.RequireSame(Name, copy.Name);
        _switch.Change(copy);
    }

    /// <summary>Posts an alert.</summary>
    /// <param name="notice">What to tell.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the receiver took it.</returns>
    /// <exception cref="AlertChannelException">It was not taken; the message says why, with the host name and nothing else of the address.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return _switch.SendAsync(notice, static (notice, _) => new ChannelExchange(SlackMessages.Of(notice), stamp: null), cancellationToken);
    }

    /// <summary>Posts title and summary of a report.</summary>
    /// <param name="document">The report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the receiver took it.</returns>
    /// <exception cref="AlertChannelException">It was not taken; the message says why, with the host name and nothing else of the address.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _switch.SendAsync(document, static (document, _) => new ChannelExchange(SlackMessages.Of(document), stamp: null), cancellationToken);
    }

    /// <summary>Ends it: messages under way are still sent, further ones are refused.</summary>
    public void Dispose() => _switch.Dispose();

    private static SlackOptions Checked(SlackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Copy();
        SlackOptionsValidator.ThrowIfInvalid(copy);
        return copy;
    }
}
