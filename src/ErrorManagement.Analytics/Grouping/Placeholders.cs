namespace ErrorManagement.Analytics.Grouping;

/// <summary>What stands in a template in the place of a value.</summary>
internal static class Placeholders
{
    /// <summary>The length of the placeholder that a text begins with; 0 when there is none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        const int longest = 7;
        var end = text[..Math.Min(longest, text.Length)].IndexOf('>') + 1;
        return end > 0 && text[..end] is "<num>" or "<hex>" or "<id>" or "<guid>" or "<ip>" or "<url>" or "<path>" or "<time>" or "<email>" or "<str>" or "<name>" or TemplateWords.Wildcard ? end : 0;
    }

    /// <summary>A word that is a placeholder, or some of them with marks between; a name with a number in it is none.</summary>
    public static bool IsValue(string word)
    {
        var found = 0;
        bool letters = false, others = false;
        for (var i = 0; i < word.Length;)
        {
            if (word[i] == '<' && LengthAt(word.AsSpan(i)) is var length and > 0)
            {
                found++;
                i += length;
            }
            else
            {
                letters |= char.IsLetterOrDigit(word[i]);
                others |= char.IsLetter(word[i]) && !char.IsAsciiHexDigitLower(word[i]);
                i++;
            }
        }

        // 00:1f.0 is an id, too: its hexadecimal letters were not taken for a number alone.
        return found > 1 ? !others : found == 1 && !letters;
    }
}
