using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>The channels that a container's settings name, made once and kept: their breakers remember receivers that are down.</summary>
internal sealed class HostChannels : IDisposable
{
    private readonly Dictionary<string, WebhookChannel> _webhooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SlackChannel> _slack = new(StringComparer.Ordinal);
    private readonly EmailChannel? _email;
    private readonly bool _log;

    public HostChannels(AlertChannelOptions options, EmailRegistration? email, IServiceProvider provider, TimeProvider? timeProvider)
    {
        _log = options.Log;
        foreach (var webhook in options.Webhooks)
        {
            _webhooks.Add(webhook.Name, new WebhookChannel(webhook, timeProvider));
        }

        foreach (var slack in options.Slack)
        {
            _slack.Add(slack.Name, new SlackChannel(slack, timeProvider));
        }

        _email = email is null ? null : new EmailChannel(options.Email, (message, cancellationToken) => email.Send(provider, message, cancellationToken), timeProvider);
    }

    public IEnumerable<IAlertChannel> ForAlerts => [.. _webhooks.Values, .. _slack.Values, .. _email is null ? Array.Empty<IAlertChannel>() : [_email]];

    public IEnumerable<IReportChannel> ForReports => [.. _webhooks.Values, .. _slack.Values, .. _email is null ? Array.Empty<IReportChannel>() : [_email]];

    /// <summary>Takes other settings for the channels that there are, each as a whole.</summary>
    /// <returns>What waits for the next start, in words; empty when nothing does.</returns>
    /// <exception cref="ArgumentException">Settings of some channels cannot be taken; the message says of which and why. The others have theirs.</exception>
    public string Update(AlertChannelOptions options)
    {
        var waiting = new List<string>();
        var refused = new List<string>();
        foreach (var webhook in options.Webhooks)
        {
            Take(webhook.Name, _webhooks.GetValueOrDefault(webhook.Name) is { } channel ? () => channel.Update(webhook) : null);
        }

        foreach (var slack in options.Slack)
        {
            Take(slack.Name, _slack.GetValueOrDefault(slack.Name) is { } channel ? () => channel.Update(slack) : null);
        }

        if (_email is not null)
        {
            Take(_email.Name, () => _email.Update(options.Email));
        }

        if (options.Log != _log)
        {
            waiting.Add(_log ? "channel 'log' stays until the next start" : "channel 'log' is new and begins with the next start");
        }

        var gone = _webhooks.Keys.Except(options.Webhooks.Select(static webhook => webhook.Name)).Concat(_slack.Keys.Except(options.Slack.Select(static slack => slack.Name)));
        waiting.AddRange(gone.Select(static name => $"channel '{name}' stays until the next start"));
        if (refused.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", refused.Concat(waiting)) + ".", nameof(options));
        }

        return string.Join("; ", waiting);

        void Take(string name, Action? update)
        {
            try
            {
                if (update is null)
                {
                    waiting.Add($"channel '{name}' is new and begins with the next start");
                }

                update?.Invoke();
            }
            catch (ArgumentException e)
            {
                refused.Add($"channel '{name}': {e.Message}");
            }
        }
    }

    public void Dispose()
    {
        foreach (var webhook in _webhooks.Values)
        {
            webhook.Dispose();
        }

        foreach (var slack in _slack.Values)
        {
            slack.Dispose();
        }
    }
}
