using System.Runtime.InteropServices;

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
    private const int MaxKnown = 4_096;

    // So many different words in one place are values.
    private const int ManyWords = 5;

    // The same where little else is said, and for words in capitals.
    private const int ManyWordsInDoubt = 8;

    // Where a value stood that came as often, where all words are names of things, and where a name is called for.
    private const int ManyNames = 2;

    private readonly Dictionary<ulong, WordCell> _cells = [];
    private readonly Dictionary<ulong, int> _seen = [];
    private readonly Dictionary<ulong, List<Known>> _byShape = [];
    private int _known;

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
                if (known.Words.Constants >= MinConstantsToCover && known.Words.Covers(words))
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

        Keep(id, words);

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

            ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, words.Without(k), out _);
            cell.Add(id, words[k], kind);
            if (best is null && cell.Count > 1 && cell.Count >= Needed(words, k, besides, ref cell))
            {
                best = new Finding(k, [.. cell.Ids]);
            }
        }

        return best;
    }

    /// <summary>The templates known by now that a more general one covers, and that did not come more often.</summary>
    public IReadOnlyList<int> CoveredBy(TemplateWords words, int id)
    {
        return _byShape.TryGetValue(words.Shape, out var alike)
            ? alike.Where(known => words.Covers(known.Words) && count(resolve(known.Id)) <= count(resolve(id))).Select(known => known.Id).ToArray()
            : [];
    }

    private void Keep(int id, TemplateWords words)
    {
        if (_known >= MaxKnown)
        {
            return;
        }

        if (!_byShape.TryGetValue(words.Shape, out var alike))
        {
            _byShape[words.Shape] = alike = [];
        }

        if (alike.Count < MaxOfShape)
        {
            _known++;
            alike.Add(new Known(words, id));
        }
    }

    private int Needed(TemplateWords words, int k, int besides, ref readonly WordCell cell)
    {
        if (k == 0 && besides < 3)
        {
            return int.MaxValue;
        }

        if (k > 0 && besides > 1 && cell.InSeries == cell.Count)
        {
            return ManyNames;
        }

        if (besides < 2 || cell.Constants == cell.Count)
        {
            return ManyWordsInDoubt;
        }

        if (k > 0 && (cell.Names == cell.Count || WordKinds.IsNameCalledFor(words, k)))
        {
            return ManyNames;
        }

        if (!cell.HasValue)
        {
            return ManyWords;
        }

        // A word that came more often than the values beside it is more likely meaning.
        var values = count(resolve(cell.Value));
        foreach (var id in cell.Ids)
        {
            if (id != cell.Value && count(resolve(id)) > values)
            {
                return ManyWords;
            }
        }

        return ManyNames;
    }

    /// <summary>A word that is a value.</summary>
    internal sealed record Finding(int Position, int[] Ids);

    private sealed record Known(TemplateWords Words, int Id);
}
