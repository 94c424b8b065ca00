using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>What names messages for receivers: the same each time the same one is sent, and good inside a header. Pure.</summary>
internal static class MessageIds
{
    private const int Longest = 128;
    private const int HashLength = 32;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:");

    /// <summary>The id of a notice; of one that no header can hold, a hash.</summary>
    public static string Of(AlertNotice notice) =>
        notice.Id.Length is > 0 and <= Longest && !notice.Id.AsSpan().ContainsAnyExcept(Plain) ? notice.Id : Hash(notice.Id);

    /// <summary>The id of a report: its type and a hash of what it says.</summary>
    public static string Of(ReportDocument document) => Hash($"{document.ReportType}\n{document.Json}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
