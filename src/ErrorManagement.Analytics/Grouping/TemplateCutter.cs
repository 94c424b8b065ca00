namespace ErrorManagement.Analytics.Grouping;

/// <summary>Cuts templates into words, and writes in one way what says the same: lists, empty values and the layout of columns.</summary>
internal static class TemplateCutter
{
    private const int MaxWords = 48;
    private const int LongestUnitOfList = 4;

    /// <summary>Cuts a template into words; null when it has too many to say anything about them.</summary>
    public static TemplateWords? Cut(string template)
    {
        var words = new List<string>();
        var gaps = new List<string>();
        var i = 0;
        var gap = 0;
        while (i < template.Length)
        {
            if (IsGap(template, i))
            {
                i++;
                if (IsEmptyValue(template, i, gap))
                {
                    Add(TemplateWords.Wildcard, i, i);
                }

                continue;
            }

            var word = i;
            i = WordEnd(template, i);
            Add(template[word..i], word, i);
            if (words.Count > 4 * MaxWords)
            {
                return null;
            }
        }

        gaps.Add(WithoutLayout(template[gap..]));
        Shorten(words, gaps);
        if (words.Count > MaxWords)
        {
            return null;
        }

        for (var k = 0; k < words.Count; k++)
        {
            if (Placeholders.IsValue(words[k]) || (words[k] is "null" or "(null)" && gaps[k].EndsWith('=')))
            {
                words[k] = TemplateWords.Wildcard;
            }
        }

        return new TemplateWords([.. words], [.. gaps]);

        void Add(string word, int start, int end)
        {
            gaps.Add(start - gap == 1 && template[gap] == ' ' ? " " : WithoutLayout(template[gap..start]));
            words.Add(word);
            gap = end;
        }
    }

    /// <summary>Words that come again in the same order, with a value among them, are a list.</summary>
    private static void Shorten(List<string> words, List<string> gaps)
    {
        for (var unit = 1; unit <= LongestUnitOfList; unit++)
        {
            for (var i = 0; i + (2 * unit) <= words.Count;)
            {
                if (IsAgain(words, gaps, i, unit))
                {
                    words.RemoveRange(i + unit, unit);
                    gaps.RemoveRange(i + unit, unit);
                }
                else
                {
                    i++;
                }
            }
        }
    }

    private static bool IsAgain(List<string> words, List<string> gaps, int at, int unit)
    {
        if (!string.Equals(words[at], words[at + unit], StringComparison.Ordinal))
        {
            return false;
        }

        var value = false;
        for (var i = 0; i < unit; i++)
        {
            if (words[at + i] != words[at + unit + i] || (i > 0 && gaps[at + i] != gaps[at + unit + i]))
            {
                return false;
            }

            value |= words[at + i].Contains('<', StringComparison.Ordinal);
        }

        return value && string.IsNullOrWhiteSpace(gaps[at + unit].Trim(','));
    }

    /// <summary>However many blanks there are, they are one: columns are filled up with them.</summary>
    private static string WithoutLayout(string gap) =>
        gap.Length < 2 ? gap : string.Concat(gap.Where((c, i) => !char.IsWhiteSpace(c) || i == 0 || !char.IsWhiteSpace(gap[i - 1])).Select(c => char.IsWhiteSpace(c) ? ' ' : c));

    private static bool IsEmptyValue(string template, int at, int gap)
    {
        var before = template[at - 1];
        var after = at < template.Length ? template[at] : ' ';
        return before switch
        {
            '=' => at - 1 == gap && (char.IsWhiteSpace(after) || after is ',' or ';' or ')' or ']' or '}'),
            '(' => after == ')',
            '[' => after == ']',
            _ => false,
        };
    }

    private static int WordEnd(string template, int start)
    {
        var end = start;
        while (end < template.Length)
        {
            if (!IsGap(template, end))
            {
                end++;
            }
            else if (end > start && template[end] is '(' or '{' && CallEnd(template, end) is var close and > 0)
            {
                end = close;
            }
            else
            {
                break;
            }
        }

        return end;
    }

    /// <summary>Where the bracket ends that belongs to the word before it: <c>init()</c>, <c>LOCAL(0)</c>; 0 when there is a blank, a list or a further bracket in it.</summary>
    private static int CallEnd(string template, int open)
    {
        var close = template[open] == '(' ? ')' : '}';
        for (var i = open + 1; i < template.Length; i++)
        {
            if (template[i] == close)
            {
                return i + 1;
            }

            if (IsGap(template, i))
            {
                return 0;
            }
        }

        return 0;
    }

    private static bool IsGap(string template, int index) =>
        template[index] is var c && (char.IsWhiteSpace(c) || c is '=' or ',' or ';' or '(' or ')' or '[' or ']' or '{' or '}' or '"' or '\'' or '|');
}
