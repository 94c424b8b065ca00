using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>What a value looks like: made by chance, or written by a program for something else than a secret.</summary>
internal static class ValueLooks
{
    // In characters.
    private const int SmallNumber = 3;
    private const int LeastRandom = 16;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.");
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-:0123456789");

    /// <summary>Whether a value may be a secret, for a name of some kind.</summary>
    public static bool IsPlausible(ReadOnlySpan<char> value, SecretKind kind) => kind switch
    {
        SecretKind.Strong or SecretKind.Phrase => true,
        SecretKind.Random => IsRandom(value),
        _ => (value.Length > SmallNumber || value.ContainsAnyExceptInRange('0', '9')) && !IsTypeName(value),
    };

    /// <summary>Whether a value looks made by chance: long, of one piece, with letters and digits.</summary>
    public static bool IsRandom(ReadOnlySpan<char> value) =>
        value.Length >= LeastRandom && !value.ContainsAny(" \t\n") && HasDigit(value) && (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z'));

    /// <summary>Whether a value is a place in a template: {Password}, {0}, ${PASSWORD}, %PASSWORD%, %s, &lt;password&gt;. What is no number in it has to be the name of a secret.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value, SecretNames names)
    {
        if (value is "%s" or "%d" or "?")
        {
            return true;
        }

        var inner = value.TrimStart('$').TrimStart('{').TrimStart('%').TrimStart('<').TrimEnd('>').TrimEnd('%').TrimEnd('}');
        if (inner.Length == value.Length || inner.IsEmpty || value[0] is not ('$' or '{' or '%' or '<') || value[^1] is not ('}' or '%' or '>'))
        {
            return false;
        }

        return (inner.Length <= 2 && !inner.ContainsAnyExceptInRange('0', '9')) || (inner.Length <= SecretNames.Longest && !inner.ContainsAnyExcept(NameLetters) && names.Judge(inner) != SecretKind.None && !HasDigit(inner));
    }

    /// <summary>What a type prints of itself: <c>System.String</c>, <c>Token{a64f992</c>.</summary>
    private static bool IsTypeName(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("System.", StringComparison.Ordinal) || value.StartsWith("Microsoft.", StringComparison.Ordinal))
        {
            return true;
        }

        // A full name and its hash: android.os.BinderProxy@2bd79ce.
        var brace = value.IndexOfAny('{', '(');
        if (value.IndexOf('@') is > 0 and var hash && brace < 0 && value[..hash].Contains('.'))
        {
            brace = hash;
        }

        return brace > 0 && char.IsLetter(value[0]) && !value[..brace].ContainsAnyExcept(Letters);
    }

    private static bool HasDigit(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9');
}
