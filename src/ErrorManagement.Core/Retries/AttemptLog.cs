namespace ErrorManagement.Retries;

/// <summary>The failed tries of one call, bounded: of very many, the first and the latest are kept; the numbers show the gap.</summary>
internal sealed class AttemptLog
{
    /// <summary>How many of the first tries are kept, and how many of the latest.</summary>
    public const int KeptAtEachEnd = 128;

    private readonly List<CallAttempt> _first = [];
    private Queue<CallAttempt>? _latest;

    public void Add(CallAttempt attempt)
    {
        if (_first.Count < KeptAtEachEnd)
        {
            _first.Add(attempt);
            return;
        }

        _latest ??= new Queue<CallAttempt>();
        if (_latest.Count == KeptAtEachEnd)
        {
            _latest.Dequeue();
        }

        _latest.Enqueue(attempt);
    }

    /// <summary>Says anew why no try followed the latest one.</summary>
    public void EndLatest(RetryDecision decision)
    {
        if (_latest is { Count: > 0 })
        {
            var kept = _latest.ToArray();
            kept[^1] = kept[^1] with { Decision = decision };
            _latest = new Queue<CallAttempt>(kept);
        }
        else if (_first.Count > 0)
        {
            _first[^1] = _first[^1] with { Decision = decision };
        }
    }

    /// <summary>What was kept, first try first.</summary>
    public IReadOnlyList<CallAttempt> ToList() => _latest is null ? _first.ToArray() : [.. _first, .. _latest];
}
