using System.Buffers;
using System.Globalization;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what is wrong with <see cref="WebhookOptions"/>, everything at once, and shows nothing that is private.</summary>
internal static class WebhookOptionsValidator
{
    private const int ShortestSecret = 16;
    private const int LongestSecret = 512;
    private const int MostHeaders = 20;
    private const int LongestHeaderName = 100;
    private const int LongestHeaderValue = 4_096;
    private const int LargestReport = 4 * 1024 * 1024;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Transfer-Encoding", "Expect", "Cookie", "User-Agent", "Date", "Via", "Forwarded", "HTTP2-Settings",
    };

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(WebhookOptions options)
    {
        var mistakes = new List<string>();
        ChannelNames.Check(options.Name, mistakes);
        HttpChannelOptionsValidator.Check(options, mistakes);
        CheckSecret(nameof(options.Secret), options.Secret);
        CheckSecret(nameof(options.PreviousSecret), options.PreviousSecret);
        if (options is { Secret: null, AllowUnsigned: false, Url: not null })
        {
            mistakes.Add($"{nameof(options.Secret)} must be given; set {nameof(options.AllowUnsigned)} to send without a signature.");
        }

        if (options is { Secret: null, PreviousSecret: not null })
        {
            mistakes.Add($"{nameof(options.PreviousSecret)} must be null when there is no {nameof(options.Secret)}.");
        }

        OptionBounds.Check(nameof(options.MaxReportBytes), options.MaxReportBytes, 0, LargestReport, mistakes);
        CheckHeaders(options.Headers, mistakes);
        return mistakes;

        void CheckSecret(string name, string? secret)
        {
            if (secret is { Length: < ShortestSecret or > LongestSecret })
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must have at least {ShortestSecret} and at most {LongestSecret} characters, both inclusive; it has {secret.Length}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake, or no address; the message lists all of them.</exception>
    public static void ThrowIfInvalid(WebhookOptions options)
    {
        var mistakes = Mistakes(options);
        if (options.Url is null)
        {
            mistakes = [.. mistakes, $"{nameof(options.Url)} must be given to build a channel."];
        }

        OptionBounds.ThrowIfAny(mistakes, nameof(options));
    }

    private static void CheckHeaders(IDictionary<string, string>? headers, List<string> mistakes)
    {
        const string Option = nameof(WebhookOptions.Headers);
        if (headers is null)
        {
            mistakes.Add($"{Option} must not be null.");
            return;
        }

        if (headers.Count > MostHeaders)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{Option} must hold at most {MostHeaders} headers, inclusive; it holds {headers.Count}."));
        }

        foreach (var (name, value) in headers.Take(MostHeaders))
        {
            if (name.Length is 0 or > LongestHeaderName || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                mistakes.Add($"{Option} must have names of headers, of 1 to {LongestHeaderName} characters; '{ChannelText.OneLine(name, 60)}' is none.");
            }
            else if (IsTaken(name))
            {
                mistakes.Add($"{Option} must not set {name}: that is not for a host to say.");
            }

            if (value is null || value.Length > LongestHeaderValue || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                mistakes.Add($"{Option}: the value of '{ChannelText.OneLine(name, 60)}' must be at most {LongestHeaderValue} characters of visible ASCII and blanks.");
            }
        }
    }

    private static bool IsTaken(string name) =>
        Taken.Contains(name)
        || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(WebhookHeaders.Prefix, StringComparison.OrdinalIgnoreCase);
}
