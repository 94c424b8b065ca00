using System.Text.Json;

namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>The values of an enumeration as words: lower case, with underscores between their parts.</summary>
/// <typeparam name="T">An enumeration that is no set of flags, or the single flags of one that is.</typeparam>
internal static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly (string Word, T Value)[] Entries = [.. Enum.GetValues<T>().Select(value => (JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), value))];

    /// <summary>All words, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Entries.Select(entry => entry.Word)];

    /// <summary>The word of a value of the enumeration.</summary>
    public static string WordOf(T value) => Array.Find(Entries, entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Word;

    /// <summary>The value of a word, in any case, with or without underscores or dashes.</summary>
    public static bool TryFind(string word, out T value)
    {
        foreach (var entry in Entries)
        {
            if (IsSame(entry.Word, word))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static bool IsSame(string known, string word)
    {
        var at = 0;
        foreach (var c in word)
        {
            if (c is '_' or '-')
            {
                continue;
            }

            at += at < known.Length && known[at] == '_' ? 1 : 0;
            if (at == known.Length || known[at] != char.ToLowerInvariant(c))
            {
                return false;
            }

            at++;
        }

        return at == known.Length;
    }
}
