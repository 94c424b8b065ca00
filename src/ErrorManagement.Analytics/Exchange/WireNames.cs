using System.Collections.Frozen;
using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>The names of an enumeration's values in files: lower case, words parted by underscores (U7).</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal static class WireNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(static value => value, static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(static entry => entry.Value, static entry => entry.Key, StringComparer.Ordinal);

    /// <summary>All names, in the order of the values, for messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<T>().Select(Of));

    /// <summary>The name of a value; of one outside the enumeration, that of its first value.</summary>
    public static string Of(T value) => Names.TryGetValue(value, out var name) ? name : Names[default];

    public static bool TryParse(string name, out T value) => Values.TryGetValue(name, out value);
}
