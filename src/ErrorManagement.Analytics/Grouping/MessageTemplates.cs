namespace ErrorManagement.Analytics.Grouping;

/// <summary>Sorts a stream of messages into templates: words are kept, values become placeholders such as <c>&lt;num&gt;</c> or <c>&lt;*&gt;</c>.</summary>
/// <remarks>
/// A message belongs to the template of its masked text. When enough templates differ in one word only, that word is taken for a value
/// and they become one; their ids then resolve to one id and never part again. There are no settings.
/// The same messages in the same order give the same ids, in every process and culture. Another order gives the same masked texts;
/// which word was taken for a value early, and so the id returned on arrival, depends on what came before.
/// Bounded: beyond <see cref="Capacity"/> templates, messages with a new masked text all belong to one overflow template.
/// Any string is a message; the time is linear in its length, and only the first 1,024 characters of the masked text count.
/// Safe on any thread. Templates hold no masked values, but words of messages may be private data, and facets hold values.
/// </remarks>
public sealed class MessageTemplates
{
    /// <summary>How many different masked texts are told apart: 20,000.</summary>
    public const int Capacity = 20_000;

    private const string OverflowTemplate = "<other>";

    // Values are counted for so many templates, of so many messages each, and then of one in so many.
    private const int MaxWithFacets = 1_024;
    private const int FirstCounted = 8;
    private const int OneIn = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, int> _byHash = [];
    private readonly List<int> _parents = [];
    private readonly List<string> _templates = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<int, TemplateFacets> _facets = [];
    private readonly WordEvidence _evidence;
    private int _overflow = -1;

    /// <summary>Makes an empty set of templates.</summary>
    public MessageTemplates() => _evidence = new WordEvidence(RootLocked, id => Math.Max(1, _counts[id]));

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message; empty is a message too.</param>
    /// <returns>The id of its template as far as is known now, 0 or more; later evidence may merge it into another (<see cref="Resolve"/>).</returns>
    public int Add(ReadOnlySpan<char> message)
    {
        var masked = MessageMask.Of(message);
        var hash = StableHash.Of(masked.Text);
        lock (_gate)
        {
            var id = _byHash.TryGetValue(hash, out var known) ? RootLocked(known) : AddNewLocked(hash, masked);
            var count = _counts[id]++;
            if (count < FirstCounted || count % OneIn == 0)
            {
                CountValuesLocked(id, message, masked, count < FirstCounted ? 1 : OneIn);
            }

            return id;
        }
    }

    /// <summary>The template that an id stands for by now.</summary>
    /// <param name="id">An id that <see cref="Add"/> returned.</param>
    /// <returns>The id it was merged into, or itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> was never returned.</exception>
    public int Resolve(int id)
    {
        lock (_gate)
        {
            CheckLocked(id);
            return RootLocked(id);
        }
    }

    /// <summary>The text of a template.</summary>
    /// <param name="id">An id that <see cref="Add"/> returned; one that was merged gives the text of the template it was merged into.</param>
    /// <returns>The words of the message with placeholders for its values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> was never returned.</exception>
    public string GetTemplate(int id)
    {
        lock (_gate)
        {
            CheckLocked(id);
            return _templates[RootLocked(id)];
        }
    }

    /// <summary>The values that stood in the places of a template.</summary>
    /// <param name="id">An id that <see cref="Add"/> returned; one that was merged gives the values of the template it was merged into.</param>
    /// <returns>
    /// At most 8 places, the first ones, with at most 8 values each. Counted are the first 8 messages of a template, and then one in 32, which counts as 32:
    /// shares are right, rare values may be missing. The first 1,024 templates have values; empty for others and where nothing was cut out.
    /// Values may be private data.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> was never returned.</exception>
    public IReadOnlyList<MessageFacet> GetFacets(int id)
    {
        lock (_gate)
        {
            CheckLocked(id);
            return _facets.TryGetValue(RootLocked(id), out var facets) ? facets.ToList() : [];
        }
    }

    private void CountValuesLocked(int id, ReadOnlySpan<char> message, MaskedMessage masked, int weight)
    {
        if (!_facets.TryGetValue(id, out var facets))
        {
            if (_facets.Count >= MaxWithFacets || id == _overflow)
            {
                return;
            }

            _facets.Add(id, facets = new TemplateFacets(_templates[id]));
        }

        facets.Add(message, masked, weight);
    }

    private int AddNewLocked(ulong hash, MaskedMessage masked)
    {
        if (_byHash.Count >= Capacity)
        {
            return _overflow >= 0 ? _overflow : _overflow = NewLocked(OverflowTemplate);
        }

        var template = masked.Text.ToString();
        var words = TemplateCutter.Cut(template);
        var id = words is null ? -1 : _evidence.Find(words);
        if (id < 0)
        {
            id = NewLocked(template);
        }

        _byHash.Add(hash, id);
        if (words is not null)
        {
            MergeLocked(id, words);
        }

        return RootLocked(id);
    }

    /// <summary>Looks for templates that differ from this one in one word, and goes on with the more general one while there are enough of them.</summary>
    private void MergeLocked(int id, TemplateWords words)
    {
        while (_evidence.Add(RootLocked(id), words) is { } found)
        {
            words = words.WithWildcard(found.Position);
            IEnumerable<int> joined = [id, .. found.Ids];
            if (_evidence.Find(words) is var same and >= 0)
            {
                // The general template was known already.
                joined = joined.Append(same);
            }

            JoinLocked(joined, words);
            if (!_evidence.IsNew(words))
            {
                return;
            }

            if (_evidence.CoveredBy(words, RootLocked(id)) is { Count: > 0 } covered)
            {
                JoinLocked(covered.Append(id), words);
            }
        }
    }

    /// <summary>Makes templates one, with the words of the most general.</summary>
    private void JoinLocked(IEnumerable<int> ids, TemplateWords words)
    {
        var roots = ids.Select(RootLocked).Distinct().Order().ToList();
        var template = words.ToString();

        // The oldest id wins, so that an id is most often already the one it resolves to.
        var root = roots[0];
        JoinFacetsLocked(roots, template);
        foreach (var other in roots.Skip(1))
        {
            _parents[other] = root;
            _counts[root] += _counts[other];
        }

        _templates[root] = template;
    }

    private void JoinFacetsLocked(List<int> roots, string template)
    {
        var joined = new TemplateFacets(template);
        foreach (var id in roots)
        {
            _facets.Remove(id, out var facets);
            joined.AddAll(_templates[id], facets, _counts[id]);
        }

        if (_facets.Count < MaxWithFacets)
        {
            _facets.Add(roots[0], joined);
        }
    }

    private int NewLocked(string template)
    {
        _parents.Add(_parents.Count);
        _templates.Add(template);
        _counts.Add(0);
        return _parents.Count - 1;
    }

    private int RootLocked(int id)
    {
        while (_parents[id] != id)
        {
            _parents[id] = _parents[_parents[id]];
            id = _parents[id];
        }

        return id;
    }

    private void CheckLocked(int id)
    {
        if ((uint)id >= (uint)_parents.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, $"There is no template {id}: ids are 0 to {_parents.Count - 1}.");
        }
    }
}
