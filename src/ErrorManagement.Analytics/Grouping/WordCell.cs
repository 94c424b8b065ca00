namespace ErrorManagement.Analytics.Grouping;

/// <summary>The words that stood in one place of templates that are the same otherwise. Most have one word only, so that one lies in the cell itself.</summary>
internal struct WordCell
{
    private const int MinSeries = 2;

    private int _first;
    private List<int>? _ids;
    private string? _series;

    /// <summary>How many different words.</summary>
    public int Count { get; private set; }

    /// <summary>The template with a value there; only when <see cref="HasValue"/>.</summary>
    public int Value { get; private set; }

    public bool HasValue { get; private set; }

    /// <summary>How many are names or values.</summary>
    public int Names { get; private set; }

    /// <summary>How many are written in capitals.</summary>
    public int Constants { get; private set; }

    /// <summary>How many are numbered by their last letter: LNKA, LNKB.</summary>
    public int InSeries { get; private set; }

    /// <summary>The templates, one for each word.</summary>
    public readonly IReadOnlyList<int> Ids => _ids is not null ? _ids : Count == 0 ? [] : [_first];

    public void Add(int id, string word, WordKind kind)
    {
        if (++Count == 1)
        {
            _first = id;
        }
        else
        {
            (_ids ??= [_first]).Add(id);
        }

        if (kind == WordKind.Value)
        {
            Value = id;
            HasValue = true;
        }

        Names += kind is WordKind.Name or WordKind.Value ? 1 : 0;
        if (WordKinds.IsConstant(word))
        {
            Constants++;
            _series ??= word[..^1];
            InSeries += word.Length > MinSeries && word.AsSpan(..^1).SequenceEqual(_series) ? 1 : 0;
        }
    }
}
