using System.Text;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>A template cut into words and what stands between them, written in one way (<see cref="TemplateCutter"/>): what is a value is <see cref="Wildcard"/>, lists are one item long. Immutable.</summary>
internal sealed class TemplateWords
{
    public const string Wildcard = "<*>";

    private readonly string[] _words;
    private readonly string[] _gaps;
    private readonly ulong[] _hashes;
    private readonly int _constants;

    /// <param name="words">The words.</param>
    /// <param name="gaps">What stands before each of them, and behind the last.</param>
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
}
