using System.Globalization;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what is wrong with <see cref="AlertChannelOptions"/>, everything at once, and shows nothing that is private.</summary>
internal static class AlertChannelOptionsValidator
{
    private const int MostChannels = 20;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(AlertChannelOptions options)
    {
        var mistakes = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Check(nameof(options.Webhooks), options.Webhooks, static webhook => webhook.Name, static webhook => webhook.Url, WebhookOptionsValidator.Mistakes);
        Check(nameof(options.Slack), options.Slack, static slack => slack.Name, static slack => slack.Url, SlackOptionsValidator.Mistakes);
        mistakes.AddRange(options.Email is null ? [$"{nameof(options.Email)} must not be null."] : EmailOptionsValidator.Mistakes(options.Email).Select(static mistake => $"{nameof(options.Email)}: {mistake}"));
        return mistakes;

        void Check<T>(string list, IList<T>? channels, Func<T, string?> nameOf, Func<T, string?> urlOf, Func<T, IReadOnlyList<string>> mistakesOf)
            where T : class
        {
            if (channels is null)
            {
                mistakes.Add($"{list} must not be null.");
                return;
            }

            if (channels.Count > MostChannels)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{list} must hold at most {MostChannels} channels, inclusive; it holds {channels.Count}."));
            }

            for (var i = 0; i < Math.Min(channels.Count, MostChannels); i++)
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{list}[{i}]");
                if (channels[i] is not { } channel)
                {
                    mistakes.Add($"{place} must not be null.");
                    continue;
                }

                mistakes.AddRange(mistakesOf(channel).Select(mistake => $"{place}: {mistake}"));
                if (string.IsNullOrEmpty(urlOf(channel)))
                {
                    mistakes.Add($"{place}: Url must be given; leave the whole channel out to have none.");
                }

                if (nameOf(channel) is { } name && !names.Add(name))
                {
                    mistakes.Add($"{place}: Name must be one that no other channel has; '{ChannelText.OneLine(name, 64)}' is taken.");
                }
            }
        }
    }
}
