namespace ErrorManagement.Analytics.Grouping;

/// <summary>A template cut into words and what stands between them. Immutable.</summary>
internal sealed class TemplateWords
{
    public const string Wildcard = "<*>";

    private readonly string[] _words;
    private readonly string[] _gaps;
    private readonly ulong[] _hashes;

    public TemplateWords(string[] words, string[] gaps)
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
        }
    }

    public int Count => _words.Length;

    /// <summary>A hash of what stands between the words.</summary>
    public ulong Shape { get; }

    /// <summary>A hash of the whole.</summary>
    public ulong Sum { get; }

    public string this[int index] => _words[index];

    public string GapBefore(int index) => _gaps[index];

    /// <summary>A hash of everything but one word.</summary>
    public ulong Without(int index) => StableHash.Combine(Sum - _hashes[index], (ulong)index);

    public TemplateWords WithWildcard(int index)
    {
        var words = (string[])_words.Clone();
        words[index] = Wildcard;
        return new TemplateWords(words, _gaps);
    }

    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < _words.Length; i++)
        {
            text.Append(_gaps[i]).Append(_words[i]);
        }

        return text.Append(_gaps[^1]).ToString();
    }
}
