using System.Text;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>A template cut into words and what stands between them, written in one way: what is a value is <see cref="Wildcard"/>, lists are one item long. Immutable.</summary>
internal sealed class TemplateWords
{
    public const string Wildcard = "<*>";

    private const int MaxWords = 48;
    private const int LongestUnitOfList = 4;

    private readonly string[] _words;
    private readonly string[] _gaps;
    private readonly ulong[] _hashes;
    private readonly int _constants;

    private TemplateWords(string[] words, string[] gaps)
    {
        _words = words;
        _gaps = gaps;
        _hashes = new ulong[words.Length];
        Shape = (ulong)words.Length;
        foreach (var gap in gaps)
        {
            Shape = StableHash.Combine(Shape, StableHash.Of(gap));
        }

        Sum = Shape;
        for (var i = 0; i < words.Length; i++)
        {
            _hashes[i] = StableHash.Combine((ulong)i, StableHash.Of(words[i]));
            Sum += _hashes[i];
            _constants += IsConstant(words[i]) ? 1 : 0;
        }
    }

    public int Count => _words.Length;

    /// <summary>A hash of what stands between the words.</summary>
    public ulong Shape { get; }

    /// <summary>A hash of the whole.</summary>
    public ulong Sum { get; }

    public string this[int index] => _words[index];

    public string GapBefore(int index) => _gaps[index];

    public string GapAfter(int index) => _gaps[index + 1];

    /// <summary>Cuts a template into words; null when it has too many to say anything about them.</summary>
    public static TemplateWords? Of(string template)
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
                    Add(Wildcard, i, i);
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
            if (IsValue(words[k]) || (words[k] is "null" or "(null)" && gaps[k].EndsWith('=')))
            {
                words[k] = Wildcard;
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

    /// <summary>A hash of everything but one word.</summary>
    public ulong Without(int index) => StableHash.Combine(Sum - _hashes[index], (ulong)index);

    public TemplateWords WithWildcard(int index)
    {
        var words = (string[])_words.Clone();
        words[index] = Wildcard;
        return new TemplateWords(words, _gaps);
    }

    /// <summary>How many words with a letter there are.</summary>
    public int Constants => _constants;

    /// <summary>How many words with a letter there are besides one of them.</summary>
    public int ConstantsBesides(int index) => _constants - (IsConstant(_words[index]) ? 1 : 0);

    /// <summary>Whether every message of <paramref name="other"/> is one of this, too: it has the same words wherever this has any.</summary>
    public bool Covers(TemplateWords other)
    {
        if (Shape != other.Shape)
        {
            return false;
        }

        for (var i = 0; i < _words.Length; i++)
        {
            if (_words[i] != Wildcard ? _hashes[i] != other._hashes[i] : !HasLetterOrDigit(other._words[i]) && other._words[i] != Wildcard)
            {
                return false;
            }
        }

        return true;
    }

    public static bool HasLetterOrDigit(string word)
    {
        foreach (var c in word)
        {
            if (char.IsLetterOrDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _words.Length; i++)
        {
            text.Append(_gaps[i]).Append(_words[i]);
        }

        return text.Append(_gaps[^1]).ToString();
    }

    /// <summary>A word that is a placeholder, or some of them with marks between; a name with a number in it is none.</summary>
    public static bool IsValue(string word)
    {
        var found = 0;
        bool letters = false, others = false;
        for (var i = 0; i < word.Length;)
        {
            if (word[i] == '<' && PlaceholderLength(word.AsSpan(i)) is var length and > 0)
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

    /// <summary>The length of the placeholder that a text begins with; 0 when there is none.</summary>
    public static int PlaceholderLength(ReadOnlySpan<char> text)
    {
        const int longest = 7;
        var end = text[..Math.Min(longest, text.Length)].IndexOf('>') + 1;
        return end > 0 && text[..end] is "<num>" or "<hex>" or "<id>" or "<guid>" or "<ip>" or "<url>" or "<path>" or "<time>" or "<email>" or "<str>" or "<name>" or Wildcard ? end : 0;
    }

    private static bool IsConstant(string word)
    {
        foreach (var c in word)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
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
