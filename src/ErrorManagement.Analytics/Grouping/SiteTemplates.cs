namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// The templates of one site: of errors that have everything else in common, their stack included. When enough of them differ in one word alone,
/// that word is a value. Bounded; not safe on many threads.
/// </summary>
internal sealed class SiteTemplates
{
    public const string Wildcard = "<*>";

    /// <summary>So many different words in one place are values. A method that says as many things that differ in one word only is rare; a name that differs is not.</summary>
    public const int ManyWords = 8;

    // So many templates of one site are compared; with more of them, words say nothing any more.
    private const int MaxTemplates = 256;
    private const int MaxPatterns = 32;
    private const int MaxWords = 64;
    private const int LeastOtherWords = 2;

    private readonly Dictionary<string, string[]> _templates = new(StringComparer.Ordinal);
    private readonly List<string[]> _patterns = [];
    private string[] _latest = [];

    /// <summary>Whether nothing is known any more.</summary>
    public bool IsEmpty => _templates.Count == 0 && _patterns.Count == 0;

    /// <summary>Whether it learns nothing more.</summary>
    public bool IsFull => _templates.Count >= MaxTemplates || _patterns.Count >= MaxPatterns;

    /// <summary>The template as it counts by what is known now: with the words that are values replaced.</summary>
    public string Generalise(string template)
    {
        if (_patterns.Count > 0 && WordsOf(template) is { } words)
        {
            foreach (var pattern in _patterns)
            {
                if (Fits(pattern, words))
                {
                    return string.Concat(pattern);
                }
            }
        }

        return template;
    }

    /// <summary>Takes note of a template.</summary>
    /// <returns>The templates that turn out to be one, this one among them, and what they are; null when there are not enough of them.</returns>
    public WordFinding? Add(string template)
    {
        if (IsFull || _templates.ContainsKey(template) || WordsOf(template) is not { } words)
        {
            return null;
        }

        Share(words);
        _templates.Add(template, words);
        for (var place = 0; place < words.Length; place++)
        {
            if (IsWord(words[place]) && HasOtherWords(words, place) && Alike(words, place) is { Count: >= ManyWords } alike)
            {
                var pattern = (string[])words.Clone();
                pattern[place] = Wildcard;
                _patterns.Add(pattern);
                var values = alike.Select(one => _templates[one][place]).Order(StringComparer.Ordinal).ToList();
                alike.ForEach(one => _templates.Remove(one));
                return new WordFinding(string.Concat(pattern), alike, values);
            }
        }

        return null;
    }

    /// <summary>Forgets a template whose record is gone.</summary>
    public void Remove(string template)
    {
        _templates.Remove(template);
        _patterns.RemoveAll(pattern => string.Equals(string.Concat(pattern), template, StringComparison.Ordinal));
    }

    /// <summary>Templates of one site have most of their words in common: those are one text in memory.</summary>
    private void Share(string[] words)
    {
        for (var i = 0; i < Math.Min(words.Length, _latest.Length); i++)
        {
            words[i] = string.Equals(words[i], _latest[i], StringComparison.Ordinal) ? _latest[i] : words[i];
        }

        _latest = words;
    }

    private List<string> Alike(string[] words, int place)
    {
        var alike = new List<string>();
        foreach (var (template, other) in _templates)
        {
            if (other.Length == words.Length && IsWord(other[place]) && DifferOnlyAt(words, other, place))
            {
                alike.Add(template);
            }
        }

        return alike;
    }

    private static bool DifferOnlyAt(string[] a, string[] b, int place)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (i != place && !string.Equals(a[i], b[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(string[] pattern, string[] words)
    {
        if (pattern.Length != words.Length)
        {
            return false;
        }

        for (var i = 0; i < words.Length; i++)
        {
            if (!string.Equals(pattern[i], words[i], StringComparison.Ordinal) && !(pattern[i] == Wildcard && IsWord(words[i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether enough is said beside a word to tell that it is a value.</summary>
    public static bool HasOtherWords(string[] words, int place)
    {
        var others = 0;
        for (var i = 0; i < words.Length; i++)
        {
            others += i != place && IsWord(words[i]) && words[i][0] != '<' && words[i].Any(char.IsLetter) ? 1 : 0;
        }

        return others >= LeastOtherWords;
    }

    /// <summary>A template cut into words and what stands between them, in turn; null when it is too long to say anything about its words.</summary>
    public static string[]? WordsOf(string template)
    {
        var pieces = new List<string>();
        for (var start = 0; start < template.Length;)
        {
            var end = start + 1;
            var isGap = IsGap(template[start]);
            while (end < template.Length && IsGap(template[end]) == isGap)
            {
                end++;
            }

            pieces.Add(template[start..end]);
            start = end;
            if (pieces.Count > 2 * MaxWords)
            {
                return null;
            }
        }

        return [.. pieces];
    }

    public static bool IsWord(string piece) => !IsGap(piece[0]);

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || c is '=' or ',' or ';' or '(' or ')' or '[' or ']' or '{' or '}' or '"' or '\'' or '|' or ':' or '.' or '!' or '?';
}
