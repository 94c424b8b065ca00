namespace ErrorManagement.Analytics.Grouping;

/// <summary>Sorts a stream of messages into templates: words are kept, values become placeholders such as <c>&lt;num&gt;</c> or <c>&lt;*&gt;</c>.</summary>
/// <remarks>
/// A message belongs to the template of its masked text. When enough templates differ in one word only, that word is taken for a value
/// and they become one; their ids then resolve to one id. There are no settings.
/// Bounded: beyond <see cref="Capacity"/> templates, messages with a new masked text all belong to one overflow template.
/// Any string is a message; the time is linear in its length, and only the first 1,024 characters of the masked text count.
/// Safe on any thread. Templates hold no masked values, but words of messages may be private data.
/// </remarks>
public sealed class MessageTemplates
{
    /// <summary>How many different masked texts are told apart: 20,000.</summary>
    public const int Capacity = 20_000;

    private const string OverflowTemplate = "<other>";

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, int> _byHash = [];
    private readonly List<int> _parents = [];
    private readonly List<string> _templates = [];
    private readonly List<long> _counts = [];
    private readonly WordEvidence _evidence;
    private int _overflow = -1;

    /// <summary>Makes an empty set of templates.</summary>
    public MessageTemplates() => _evidence = new WordEvidence(RootLocked, id => _counts[id]);

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message; empty is a message too.</param>
    /// <returns>The id of its template as far as is known now, 0 or more; later evidence may merge it into another (<see cref="Resolve"/>).</returns>
    public int Add(ReadOnlySpan<char> message)
    {
        var hash = MessageMask.Hash(message);
        lock (_gate)
        {
            var id = _byHash.TryGetValue(hash, out var known) ? RootLocked(known) : AddNewLocked(hash, message);
            _counts[id]++;
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

    private int AddNewLocked(ulong hash, ReadOnlySpan<char> message)
    {
        if (_byHash.Count >= Capacity)
        {
            return _overflow >= 0 ? _overflow : _overflow = NewLocked(OverflowTemplate);
        }

        var template = MessageMask.Apply(message);
        var words = TemplateWords.Of(template);
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
            foreach (var other in found.Ids)
            {
                JoinLocked(id, other);
            }

            words = words.WithWildcard(found.Position);
            if (_evidence.Find(words) is var same and >= 0)
            {
                // The general template was known already.
                JoinLocked(id, same);
            }

            _templates[RootLocked(id)] = words.ToString();
            if (!_evidence.IsNew(words))
            {
                return;
            }

            foreach (var covered in _evidence.CoveredBy(words, RootLocked(id)))
            {
                JoinLocked(id, covered);
            }
        }
    }

    private void JoinLocked(int id, int other)
    {
        var a = RootLocked(id);
        var b = RootLocked(other);
        if (a != b)
        {
            // The older id wins, so that an id is most often already the one it resolves to.
            _parents[Math.Max(a, b)] = Math.Min(a, b);
            _counts[Math.Min(a, b)] += _counts[Math.Max(a, b)];
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
