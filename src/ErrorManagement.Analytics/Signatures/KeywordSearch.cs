using System.Buffers;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>Looks for any of some keywords in texts, in any case, in linear time and without backtracking. Immutable.</summary>
internal sealed class KeywordSearch
{
    private readonly string[] _keywords;
    private readonly SearchValues<string> _values;

    public KeywordSearch(IEnumerable<string> keywords)
    {
        _keywords = [.. keywords.Distinct(StringComparer.OrdinalIgnoreCase)];
        _values = SearchValues.Create(_keywords, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether one may be there: never no for one that is.</summary>
    public bool MayHold(ReadOnlySpan<char> text) => text.IndexOfAny(_values) >= 0;

    /// <summary>The keyword that comes first in the text; null when there is none.</summary>
    public string? FindIn(ReadOnlySpan<char> text)
    {
        var from = 0;
        while (text[from..].IndexOfAny(_values) is >= 0 and var found)
        {
            var at = from + found;
            foreach (var keyword in _keywords)
            {
                if (text[at..].StartsWith(keyword, StringComparison.OrdinalIgnoreCase) && IsWhole(text, at, keyword.Length))
                {
                    return keyword;
                }
            }

            from = at + 1;
        }

        return null;
    }

    /// <summary>The keyword in the name of a type: in the name without namespace; one with a dot in the whole name.</summary>
    public string? FindInType(string typeName)
    {
        if (FindIn(TypeNameText.Short(typeName)) is { } found)
        {
            return found;
        }

        foreach (var keyword in _keywords)
        {
            if (keyword.Contains('.', StringComparison.Ordinal) && typeName.Contains(keyword, StringComparison.OrdinalIgnoreCase))
            {
                return keyword;
            }
        }

        return null;
    }

    /// <summary>Where a keyword begins or ends with a digit, it is no part of a longer word or number (B25).</summary>
    private static bool IsWhole(ReadOnlySpan<char> text, int start, int length)
    {
        var end = start + length;
        return !((char.IsDigit(text[start]) && start > 0 && Continues(text, start - 1, start - 2)) || (char.IsDigit(text[end - 1]) && end < text.Length && Continues(text, end, end + 1)));
    }

    /// <summary>Whether the character beside a digit goes on with the word or number: a letter, a digit, or the separator of <c>1,500</c>.</summary>
    private static bool Continues(ReadOnlySpan<char> text, int beside, int beyond) =>
        char.IsLetterOrDigit(text[beside]) || (text[beside] is '.' or ',' && beyond >= 0 && beyond < text.Length && char.IsDigit(text[beyond]));
}
