using System.Globalization;
using System.Net;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what is wrong with the options that channels by HTTP have in common, everything at once. What is private, as an address is, is not shown: of it at most the host.</summary>
internal static class HttpChannelOptionsValidator
{
    private const int LongestUrl = 2_048;
    private const int MostNetworks = 64;

    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxTotal = TimeSpan.FromHours(1);

    /// <summary>Adds a message a mistake.</summary>
    public static void Check(HttpChannelOptions options, List<string> mistakes)
    {
        OptionBounds.Check(nameof(options.Timeout), options.Timeout, MinTimeout, MaxTimeout, mistakes);
        OptionBounds.Check(nameof(options.TotalTimeout), options.TotalTimeout, options.Timeout < MinTimeout || options.Timeout > MaxTimeout ? MinTimeout : options.Timeout, MaxTotal, mistakes);
        OptionBounds.Check(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1), mistakes);
        OptionBounds.Check(nameof(options.MaxRetryAfter), options.MaxRetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10), mistakes);
        OptionBounds.Check(nameof(options.BreakDuration), options.BreakDuration, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), mistakes);
        OptionBounds.Check(nameof(options.MaxRetries), options.MaxRetries, 0, 10, mistakes);
        OptionBounds.Check(nameof(options.FailureThreshold), options.FailureThreshold, 1, 100, mistakes);
        CheckNetworks(options.AllowedNetworks, mistakes);
        if (options.Url is { } url)
        {
            CheckUrl(url, options, mistakes);
        }
    }

    private static void CheckNetworks(IList<string>? networks, List<string> mistakes)
    {
        if (networks is null)
        {
            mistakes.Add($"{nameof(HttpChannelOptions.AllowedNetworks)} must not be null.");
            return;
        }

        if (networks.Count > MostNetworks)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(HttpChannelOptions.AllowedNetworks)} must hold at most {MostNetworks} networks, inclusive; it holds {networks.Count}."));
        }

        foreach (var network in networks.Where(static network => !AddressRules.TryParseNetwork(network, out _)).Take(5))
        {
            mistakes.Add($"{nameof(HttpChannelOptions.AllowedNetworks)} must hold networks such as 10.20.0.0/16, with no bit set behind the prefix; it holds '{ChannelText.OneLine(network, 60)}'.");
        }
    }

    private static void CheckUrl(string url, HttpChannelOptions options, List<string> mistakes)
    {
        const string Name = nameof(HttpChannelOptions.Url);
        if (url.Length > LongestUrl)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{Name} must have at most {LongestUrl} characters, inclusive; it has {url.Length}."));
            return;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.IdnHost.Length == 0)
        {
            mistakes.Add($"{Name} must be an absolute address such as https://example.org/hook; it is none.");
            return;
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !(options.AllowHttp && uri.Scheme == Uri.UriSchemeHttp))
        {
            mistakes.Add(options.AllowHttp ? $"{Name} must begin with https or http." : $"{Name} must begin with https; set {nameof(options.AllowHttp)} to allow http.");
        }

        if (uri.UserInfo.Length > 0)
        {
            mistakes.Add($"{Name} must hold no user name and no password; a webhook can send them as a header.");
        }

        // What stands there as a number is known now; a name is looked up when it is called.
        if (options.AllowedNetworks is not null && IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && new AddressRules(options).Refusal(address) is { } refusal)
        {
            mistakes.Add($"{Name} must not lead to {refusal}; {nameof(options.AllowPrivateAddresses)} and {nameof(options.AllowedNetworks)} say what else may be called.");
        }
    }
}
