namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// Counts, for every template and every word of it, how many templates are the same but for that word. Few alternatives are most often
/// meaning (<c>started</c>, <c>stopped</c>), many are values (user names, host names). Bounded; not safe on many threads.
/// </summary>
internal sealed class WordEvidence(Func<int, int> resolve, Func<int, long> count)
{
    private const int MaxCells = 400_000;
    private const int MinConstantsToCover = 3;
    private const int MaxOfShape = 64;

    // So many different words in one place are values.
    private const int ManyWords = 5;

    // The same where little else is said, and for words in capitals.
    private const int ManyWordsInDoubt = 8;

    private const int MinSeries = 2;

    // Where a value stood that came as often, where all words are names of things, and where a name is called for.
    private const int ManyNames = 2;

    private readonly Dictionary<ulong, Cell> _cells = [];
    private readonly Dictionary<ulong, int> _seen = [];
    private readonly Dictionary<ulong, List<Known>> _byShape = [];

    /// <summary>Whether a template, told by its words, was not looked at before.</summary>
    public bool IsNew(TemplateWords words) => !_seen.ContainsKey(words.Sum);

    /// <summary>The id of a template that is the same, or that leaves open what is different in this one; -1 when there is none.</summary>
    public int Find(TemplateWords words)
    {
        if (_seen.TryGetValue(words.Sum, out var id))
        {
            return id;
        }

        if (_byShape.TryGetValue(words.Shape, out var alike))
        {
            foreach (var known in alike)
            {
                if (known.Words.ConstantsBesides(-1) >= MinConstantsToCover && known.Words.Covers(words))
                {
                    return known.Id;
                }
            }
        }

        return -1;
    }

    /// <summary>Takes note of a template. Returns the place of a word that turns out to be a value, and the templates that differ there; null when there is none.</summary>
    public Finding? Add(int id, TemplateWords words)
    {
        if (!_seen.TryAdd(words.Sum, id) || _cells.Count >= MaxCells)
        {
            return null;
        }

        if (!_byShape.TryGetValue(words.Shape, out var alike))
        {
            _byShape[words.Shape] = alike = [];
        }

        if (alike.Count < MaxOfShape)
        {
            alike.Add(new Known(words, id));
        }

        Finding? best = null;
        for (var k = 0; k < words.Count; k++)
        {
            var kind = WordKinds.Of(words, k);
            if (kind == WordKind.Structure)
            {
                continue;
            }

            var besides = words.ConstantsBesides(k);
            if (besides == 0)
            {
                continue;
            }

            var key = words.Without(k);
            if (!_cells.TryGetValue(key, out var cell))
            {
                _cells[key] = cell = new Cell();
            }

            cell.Ids.Add(id);
            if (kind == WordKind.Value)
            {
                cell.Value = id;
            }

            cell.Names += kind is WordKind.Name or WordKind.Value ? 1 : 0;
            if (WordKinds.IsConstant(words[k]))
            {
                cell.Constants++;
                cell.AddToSeries(words[k]);
            }

            if (best is null && cell.Ids.Count > 1 && cell.Ids.Count >= Needed(words, k, besides, cell))
            {
                best = new Finding(k, cell.Ids.Select(resolve).Distinct().ToArray());
            }
        }

        return best;
    }

    /// <summary>The templates known by now that a more general one covers, and that did not come more often.</summary>
    public IEnumerable<int> CoveredBy(TemplateWords words, int id)
    {
        return _byShape.TryGetValue(words.Shape, out var alike)
            ? alike.Where(known => words.Covers(known.Words) && count(resolve(known.Id)) <= count(resolve(id))).Select(known => known.Id).ToArray()
            : [];
    }

    private int Needed(TemplateWords words, int k, int besides, Cell cell)
    {
        if (k == 0 && besides < 3)
        {
            return int.MaxValue;
        }

        if (k > 0 && besides > 1 && cell.InSeries == cell.Ids.Count)
        {
            return ManyNames;
        }

        if (besides < 2 || cell.Constants == cell.Ids.Count)
        {
            return ManyWordsInDoubt;
        }

        if (k > 0 && (cell.Names == cell.Ids.Count || WordKinds.IsNameCalledFor(words, k)))
        {
            return ManyNames;
        }

        if (cell.Value < 0)
        {
            return ManyWords;
        }

        // A word that came more often than the values beside it is more likely meaning.
        var values = count(resolve(cell.Value));
        return cell.Ids.TrueForAll(id => id == cell.Value || count(resolve(id)) <= values) ? ManyNames : ManyWords;
    }

    /// <summary>A word that is a value.</summary>
    internal sealed record Finding(int Position, int[] Ids);

    private sealed record Known(TemplateWords Words, int Id);

    private sealed class Cell
    {
        public List<int> Ids { get; } = [];

        public int Value { get; set; } = -1;

        public int Names { get; set; }

        public int Constants { get; set; }

        /// <summary>How many are numbered by their last letter: LNKA, LNKB.</summary>
        public int InSeries { get; private set; }

        private string? Series { get; set; }

        public void AddToSeries(string word)
        {
            Series ??= word[..^1];
            InSeries += word.Length > MinSeries && word.AsSpan(..^1).SequenceEqual(Series) ? 1 : 0;
        }
    }
}
