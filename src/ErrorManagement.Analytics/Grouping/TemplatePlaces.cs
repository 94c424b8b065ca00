namespace ErrorManagement.Analytics.Grouping;

/// <summary>Where the placeholders of a template are, and what stands in their places in another text. Immutable.</summary>
internal sealed class TemplatePlaces
{
    /// <summary>Of a template with more placeholders, the first are looked at.</summary>
    public const int MaxPlaces = 8;

    private readonly string _template;
    private readonly List<Range> _places = [];

    public TemplatePlaces(string template)
    {
        _template = template;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '<' && Placeholders.LengthAt(template.AsSpan(i)) is var length and > 0)
            {
                _places.Add(i..(i + length));
                i += length - 1;
            }
        }
    }

    public string Template => _template;

    /// <summary>How many of the places are looked at.</summary>
    public int Count => Math.Min(_places.Count, MaxPlaces);

    public string this[int index] => _template[_places[index]];

    /// <summary>Which place a range of the template is; -1 for none.</summary>
    public int IndexOf(Range range) => _places.IndexOf(range);

    /// <summary>Finds what stands in the places.</summary>
    /// <param name="text">A text of this template.</param>
    /// <param name="found">Takes a range of the text for each place that is looked at.</param>
    /// <returns>False when the text is not one of this template.</returns>
    public bool Find(ReadOnlySpan<char> text, Span<Range> found)
    {
        if (text.SequenceEqual(_template))
        {
            for (var i = 0; i < Count; i++)
            {
                found[i] = _places[i];
            }

            return true;
        }

        var at = 0;
        var from = 0;
        for (var i = 0; i <= _places.Count; i++)
        {
            var literal = _template.AsSpan(from, (i < _places.Count ? _places[i].Start.Value : _template.Length) - from);
            var place = i == 0 ? (Match(text, literal) is var first and >= 0 ? 0..first : default(Range?))
                : i == _places.Count ? Last(text, at, literal)
                : Next(text, at, literal);
            if (place is not { } next)
            {
                return false;
            }

            if (i > 0 && i <= Count)
            {
                found[i - 1] = at..next.Start.Value;
            }

            at = next.End.Value;
            from = i < _places.Count ? _places[i].End.Value : from;
        }

        return at == text.Length;
    }

    private static Range? Next(ReadOnlySpan<char> text, int from, ReadOnlySpan<char> literal)
    {
        for (var i = from; i <= text.Length; i++)
        {
            if (Match(text[i..], literal) is var length and >= 0)
            {
                return i..(i + length);
            }
        }

        return null;
    }

    private static Range? Last(ReadOnlySpan<char> text, int from, ReadOnlySpan<char> literal)
    {
        for (var i = literal.Length == 0 ? text.Length : from; i <= text.Length; i++)
        {
            if (Match(text[i..], literal) is var length && length == text.Length - i)
            {
                return i..text.Length;
            }
        }

        return null;
    }

    /// <summary>How much of the text the literal takes, where one blank stands for any number of them; -1 when the text does not begin with it.</summary>
    private static int Match(ReadOnlySpan<char> text, ReadOnlySpan<char> literal)
    {
        var at = 0;
        foreach (var c in literal)
        {
            if (at >= text.Length || (c == ' ' ? !char.IsWhiteSpace(text[at]) : text[at] != c))
            {
                return -1;
            }

            at++;
            while (c == ' ' && at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        return at;
    }
}
