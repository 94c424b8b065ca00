using System.Net;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Families.Observability;

namespace ErrorManagement.Analytics;

/// <summary>Posts alerts and reports as JSON to an address of the host's own, signed, and to public addresses alone unless its settings say otherwise.</summary>
/// <remarks>
/// A message is tried again when no answer comes, and after 408, 429 and 5xx, with the same id and body and a new signature; a receiver that fails again and again is left alone, but for one trial a minute.
/// It does not follow redirects, uses no proxy and sends no cookies. Safe on any thread.
/// </remarks>
public sealed class WebhookChannel : IAlertChannel, IReportChannel, IDisposable
{
    private readonly ChannelSwitch<WebhookOptions> _switch;

    /// <summary>Makes a channel.</summary>
    /// <param name="options">Its settings, copied.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds, or there is no address; the message names all such settings and shows nothing private.</exception>
    public WebhookChannel(WebhookOptions options, TimeProvider? timeProvider = null)
        : this(options, timeProvider, resolve: null)
    {
    }

    internal WebhookChannel(WebhookOptions options, TimeProvider? timeProvider, Func<string, CancellationToken, Task<IPAddress[]>>? resolve)
    {
        var copy = Checked(options);
        Name = copy.Name;
        _switch = new ChannelSwitch<WebhookOptions>(copy, current => new ChannelTransport(current.Name, current, readsReason: false, timeProvider ?? TimeProvider.System, resolve));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Takes other settings, all at once: messages under way end under the old ones. The receiver gets a new chance, whatever it did before.</summary>
    /// <param name="options">The settings, copied; with the same name.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds, there is no address, or the name is another one; the channel stays as it was.</exception>
    /// <exception cref="ObjectDisposedException">The channel was disposed.</exception>
    public void Update(WebhookOptions options)
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
        return _switch.SendAsync(notice, static (notice, options) => Exchange(options, WebhookBodies.Of(notice), MessageIds.Of(notice), WebhookBodies.EventOf(notice)), cancellationToken);
    }

    /// <summary>Posts a report.</summary>
    /// <param name="document">The report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the receiver took it.</returns>
    /// <exception cref="AlertChannelException">It was not taken; the message says why, with the host name and nothing else of the address.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _switch.SendAsync(document, static (document, options) => Exchange(options, WebhookBodies.Of(document, options.MaxReportBytes), MessageIds.Of(document), WebhookBodies.ReportEvent), cancellationToken);
    }

    /// <summary>Ends it: messages under way are still sent, further ones are refused.</summary>
    public void Dispose() => _switch.Dispose();

    private static WebhookOptions Checked(WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Copy();
        WebhookOptionsValidator.ThrowIfInvalid(copy);
        return copy;
    }

    private static ChannelExchange Exchange(WebhookOptions options, byte[] body, string id, string kind) => new(body, (headers, now) =>
    {
        foreach (var (name, value) in options.Headers)
        {
            headers.TryAddWithoutValidation(name, value);
        }

        headers.Add(WebhookHeaders.Id, id);
        headers.Add(WebhookHeaders.Event, kind);
        if (options.Secret is { } secret)
        {
            headers.Add(WebhookHeaders.Signature, WebhookSignature.Create(secret, options.PreviousSecret, body, now));
        }
    });
}
