using System.Text;

namespace ErrorManagement.Diagnostics;

/// <summary>The names of an enumeration's values as metrics and traces carry them, such as <c>half_open</c>. Made once a type.</summary>
internal static class SnakeNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(value => value, value => Convert(value.ToString()));

    /// <summary>All values, in order.</summary>
    public static IReadOnlyList<T> Values { get; } = Enum.GetValues<T>();

    public static string Of(T value) => Names.TryGetValue(value, out var name) ? name : value.ToString();

    private static string Convert(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
