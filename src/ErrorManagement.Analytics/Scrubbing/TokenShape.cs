using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>A token that its issuer made recognisable: a prefix, and so many characters of a set after it.</summary>
internal sealed record TokenShape(string Prefix, int Least, SearchValues<char> Body, int Most = int.MaxValue)
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> Dotted = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    private static readonly SearchValues<char> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Way = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/:");

    /// <summary>As their issuers document them. Addresses that are a password as a whole, such as web hooks, keep their host.</summary>
    public static readonly TokenShape[] All =
    [
        new("ghp_", 20, Plain), new("gho_", 20, Plain), new("ghu_", 20, Plain), new("ghs_", 20, Plain), new("ghr_", 20, Plain), new("github_pat_", 20, Url),
        new("glpat-", 16, Url), new("xoxb-", 10, Url), new("xoxp-", 10, Url), new("xoxa-", 10, Url), new("xoxr-", 10, Url), new("xoxs-", 10, Url), new("xoxe", 10, Dotted), new("xapp-", 10, Url),
        new("AKIA", 16, Upper, 16), new("ASIA", 16, Upper, 16),
        new("sk_live_", 10, Plain), new("sk_test_", 10, Plain), new("rk_live_", 10, Plain), new("rk_test_", 10, Plain), new("whsec_", 16, Plain),
        new("AIza", 30, Url), new("ya29.", 20, Dotted), new("GOCSPX-", 20, Url),
        new("npm_", 30, Plain), new("pypi-", 16, Url), new("SG.", 40, Dotted), new("sk-proj-", 20, Url), new("sk-ant-", 20, Url), new("sk-", 32, Plain),
        new("shpat_", 32, Plain), new("shpss_", 32, Plain), new("hf_", 30, Plain), new("dop_v1_", 32, Plain), new("hvs.", 20, Url), new("glsa_", 20, Url), new("ATATT3", 20, Url),
        new("hooks.slack.com/services/", 10, Way), new("discord.com/api/webhooks/", 10, Way), new("api.telegram.org/bot", 20, Way),
    ];

    /// <summary>How long the body after the prefix is at <paramref name="from"/>; -1 when it is not such a token.</summary>
    public int Match(ReadOnlySpan<char> text, int from)
    {
        var body = text[from..];
        var length = body.IndexOfAnyExcept(Body);
        length = length < 0 ? body.Length : length;
        return length >= Least && length <= Most ? length : -1;
    }

    /// <summary>Whether the prefix is part of an address that stays.</summary>
    public bool IsAddress => Prefix.Contains('/', StringComparison.Ordinal);
}
