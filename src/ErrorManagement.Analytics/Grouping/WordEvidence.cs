namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// Counts, for every template and every word of it, how many templates are the same but for that word. Few alternatives are most often
/// meaning (<c>started</c>, <c>stopped</c>), many are values (user names, host names). Bounded; not safe on many threads.
/// </summary>
internal sealed class WordEvidence
{
    private const int MaxWords = 48;
    private const int MaxCells = 400_000;

    // So many different words in one place are values. Fewer are enough where one of them is a placeholder already: the place is known to hold values.
    private const int ManyWords = 5;
    private const int ManyBesidePlaceholder = 2;

    private const int FirstWord = 1;

    private readonly Dictionary<ulong, Cell> _cells = [];
    private readonly HashSet<ulong> _seen = [];

    /// <summary>Cuts a template into words; null when it is too short or too long to say anything about its words.</summary>
    public static TemplateWords? Split(string template)
    {
        var words = new List<string>();
        var gaps = new List<string>();
        var i = 0;
        while (i <= template.Length)
        {
            var gap = i;
            while (i < template.Length && IsGap(template[i]))
            {
                i++;
            }

            gaps.Add(template[gap..i]);
            if (i == template.Length)
            {
                break;
            }

            var word = i;
            while (i < template.Length && !IsGap(template[i]))
            {
                i++;
            }

            words.Add(template[word..i]);
            if (words.Count > MaxWords)
            {
                return null;
            }

            if (i == template.Length)
            {
                gaps.Add("");
                break;
            }
        }

        return words.Count < 2 ? null : new TemplateWords([.. words], [.. gaps]);
    }

    /// <summary>Whether a template, told by its words, was not looked at before.</summary>
    public bool IsNew(TemplateWords words) => !_seen.Contains(words.Sum);

    /// <summary>Takes note of a template. Returns the place of a word that turns out to be a value, and the templates that differ there; null when there is none.</summary>
    public Finding? Add(int id, TemplateWords words, Func<int, int> resolve)
    {
        if (!_seen.Add(words.Sum) || _cells.Count >= MaxCells)
        {
            return null;
        }

        Finding? best = null;
        for (var k = FirstWord; k < words.Count; k++)
        {
            if (words[k] == TemplateWords.Wildcard || !HasConstantBesides(words, k))
            {
                continue;
            }

            var key = words.Without(k);
            if (!_cells.TryGetValue(key, out var cell))
            {
                _cells[key] = cell = new Cell();
            }

            cell.Ids.Add(id);
            cell.HasPlaceholder |= words[k].Contains('<', StringComparison.Ordinal);
            if (best is null && cell.Ids.Count >= (cell.HasPlaceholder ? ManyBesidePlaceholder : ManyWords))
            {
                best = new Finding(k, cell.Ids.Select(resolve).Distinct().ToArray());
            }
        }

        return best;
    }

    private static bool HasConstantBesides(TemplateWords words, int index)
    {
        var constants = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (i != index && words[i].Any(char.IsLetter) && !words[i].StartsWith('<'))
            {
                constants++;
            }
        }

        return constants >= 2;
    }

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || c is '=' or ',' or ';' or '(' or ')' or '[' or ']' or '{' or '}' or '"' or '\'' or '|';

    /// <summary>A word that is a value.</summary>
    internal sealed record Finding(int Position, int[] Ids);

    private sealed class Cell
    {
        public List<int> Ids { get; } = [];

        public bool HasPlaceholder { get; set; }
    }
}
