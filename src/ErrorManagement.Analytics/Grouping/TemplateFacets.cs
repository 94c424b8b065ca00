namespace ErrorManagement.Analytics.Grouping;

/// <summary>Counts the values that stand in the places of one template. Bounded; not safe on many threads.</summary>
internal sealed class TemplateFacets
{
    private const int OfFacets = 96;

    // Most templates have no places. Nothing is ever counted in it, so all of them may share it.
    private static readonly TemplateFacets None = new("");

    private readonly FacetCounts?[] _counts;

    public TemplateFacets(string template)
    {
        Places = new TemplatePlaces(template);
        _counts = new FacetCounts?[Places.Count];
    }

    /// <summary>Those of a template.</summary>
    public static TemplateFacets Of(ReadOnlySpan<char> template) => template.Contains('<') ? new TemplateFacets(template.ToString()) : None;

    /// <summary>The template and its places.</summary>
    public TemplatePlaces Places { get; }

    /// <summary>What it takes in memory, by estimate.</summary>
    public long Bytes => ReferenceEquals(this, None) ? 0 : OfFacets + (2L * Places.Template.Length) + _counts.Sum(counts => counts?.Bytes ?? 0);

    /// <summary>Counts the values of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="masked">What the mask made of it.</param>
    /// <param name="weight">For how many messages it stands, 1 or more.</param>
    /// <returns>False when it is not a message of this template: then nothing was counted.</returns>
    public bool Add(ReadOnlySpan<char> message, MaskedMessage masked, long weight)
    {
        Span<Range> found = stackalloc Range[TemplatePlaces.MaxPlaces];
        if (_counts.Length == 0 || !Places.Find(masked.Text, found))
        {
            return false;
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            (_counts[i] ??= new FacetCounts()).Add(masked.Of(message, found[i]), weight);
        }

        return true;
    }

    /// <summary>Takes over what was counted for a template that became part of this one. A word of it that stands in a place of this one is its value.</summary>
    /// <param name="template">The template, with its placeholders.</param>
    /// <param name="other">What was counted; null for nothing.</param>
    /// <param name="messages">How many messages it had.</param>
    public void AddAll(string template, TemplateFacets? other, long messages)
    {
        Span<Range> found = stackalloc Range[TemplatePlaces.MaxPlaces];
        if (!Places.Find(template, found))
        {
            return;
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            var part = template.AsSpan()[found[i]];
            if (!part.Contains('<'))
            {
                if (messages > 0)
                {
                    (_counts[i] ??= new FacetCounts()).Add(part, messages);
                }
            }
            else if (other?.At(found[i]) is { } counts)
            {
                (_counts[i] ??= new FacetCounts()).AddAll(counts);
            }
        }
    }

    /// <summary>The facets by now, in the order of the template.</summary>
    public IReadOnlyList<MessageFacet> ToList()
    {
        var facets = new List<MessageFacet>(_counts.Length);
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] is { } counts)
            {
                facets.Add(counts.ToFacet(Places[i], i));
            }
        }

        return facets;
    }

    private FacetCounts? At(Range place) => Places.IndexOf(place) is var index and >= 0 && index < _counts.Length ? _counts[index] : null;
}
