using System.Buffers;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>What the name of a channel may be: it goes into logs, metrics and the names of policies.</summary>
internal static class ChannelNames
{
    public const int Longest = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Adds what is wrong with a name; it is not shown, since it may be anything.</summary>
    public static void Check(string? name, List<string> mistakes)
    {
        if (string.IsNullOrEmpty(name) || name.Length > Longest || name.AsSpan().ContainsAnyExcept(Allowed))
        {
            mistakes.Add($"Name must be 1 to {Longest} letters, digits, '-', '_' or '.' of ASCII.");
        }
    }

    /// <summary>Refuses to rename a channel: logs and metrics go by its name.</summary>
    /// <exception cref="ArgumentException">The names differ.</exception>
    public static void RequireSame(string name, string other)
    {
        if (name != other)
        {
            throw new ArgumentException($"Name must stay '{name}': logs and metrics of a channel go by it.");
        }
    }
}
