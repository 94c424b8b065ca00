namespace ErrorManagement.Analytics.Grouping;

/// <summary>Tells what a word is by the way it is written and by the words before it.</summary>
internal static class WordKinds
{
    public static WordKind Of(TemplateWords words, int index)
    {
        var word = words[index];
        if (word == TemplateWords.Wildcard)
        {
            return WordKind.Value;
        }

        if (!TemplateWords.HasLetterOrDigit(word) || words.GapAfter(index).StartsWith('='))
        {
            return WordKind.Structure;
        }

        return IsName(word) ? WordKind.Name : WordKind.Plain;
    }

    /// <summary>Whether the words before this one call for a name: <c>closed for user X</c>.</summary>
    public static bool IsNameCalledFor(TemplateWords words, int index) =>
        index > 1
        && words.GapBefore(index) == " "
        && words.GapBefore(index - 1) == " "
        && words[index - 1] is "user" or "account" or "host" or "login"
        && words[index - 2] is "for" or "by" or "of" or "from" or "to" or "as" or "on" or "invalid" or "unknown" or "illegal" or "Invalid" or "Unknown" or "Illegal";

    /// <summary>Written in capitals, as names of states and methods are.</summary>
    public static bool IsConstant(string word) => word.Length > 1 && word.AsSpan().ContainsAnyInRange('A', 'Z') && !word.AsSpan().ContainsAnyInRange('a', 'z');

    /// <summary>Paths, addresses and dotted names; a kind of error is none.</summary>
    private static bool IsName(string word)
    {
        if (word.EndsWith("Exception", StringComparison.Ordinal) || word.EndsWith("Error", StringComparison.Ordinal) || !word.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            return false;
        }

        var dots = 0;
        var hasNumber = word.Contains('<', StringComparison.Ordinal);
        for (var i = 1; i < word.Length - 1; i++)
        {
            if (word[i] is '/' or '\\' or '@' or '$' || (hasNumber && word[i] is '_' or '-' or ':'))
            {
                return true;
            }

            dots += word[i] == '.' ? 1 : 0;
        }

        return dots >= 2;
    }
}
