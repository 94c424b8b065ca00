using System.Runtime.CompilerServices;

namespace ErrorManagement.Families;

/// <summary>Puts the messages of the catalogue together. A part that is null or empty counts as absent and leaves no trace: no quotes, no blank, no colon.</summary>
/// <remarks>
/// Quoted is what has many different values, such as an id, and what is a key or a field: grouping masks what stands in quotes,
/// so that one error with many values is one record. A name with few values, such as a tool's, stands without.
/// </remarks>
internal static class MessageShape
{
    /// <summary>The value with something before it.</summary>
    public static string Given(string before, string? value) => string.IsNullOrEmpty(value) ? "" : before + value;

    public static string Quoted(string? value) => string.IsNullOrEmpty(value) ? "" : $"'{value}'";

    public static string Bracketed(string? value) => string.IsNullOrEmpty(value) ? "" : $"({value})";

    public static string Capitalized(string value) => value.Length == 0 ? "" : char.ToUpperInvariant(value[0]) + value[1..];

    /// <summary>The parts that are there, with one blank between them.</summary>
    public static string Words(params ReadOnlySpan<string?> parts)
    {
        var text = "";
        foreach (var part in parts)
        {
            text = text.Length == 0 ? part ?? "" : text + Given(" ", part);
        }

        return text;
    }

    /// <summary>What it is about, then what is said of it; the bare text when it is about nothing in particular.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null; the error names the caller's own parameter.</exception>
    public static string About(string subject, string text, [CallerArgumentExpression(nameof(text))] string? parameterName = null)
    {
        ArgumentNullException.ThrowIfNull(text, parameterName);
        return subject.Length == 0 || text.Length == 0 ? subject + text : $"{subject}: {text}";
    }
}
