using ErrorManagement.Classification;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The last failures of a breaker, to say what opened it. Exceptions are not kept. Guarded by the breaker's lock.</summary>
internal sealed class FailureLog(int capacity)
{
    private const int MostCauses = 4;

    private readonly Entry[] _entries = new Entry[capacity];
    private long _added;

    private int Count => (int)Math.Min(_added, _entries.Length);

    public void Add(in Entry failure)
    {
        // A record that is known by now is known for the earlier ones of its kind too.
        if (!failure.RecordId.IsNone)
        {
            for (var i = 0; i < Count; i++)
            {
                ref var earlier = ref _entries[i];
                if (earlier.RecordId.IsNone && earlier.Type == failure.Type && earlier.Identity == failure.Identity)
                {
                    earlier = earlier with { RecordId = failure.RecordId };
                }
            }
        }

        _entries[_added++ % _entries.Length] = failure;
    }

    /// <summary>The kinds among the last failures since an instant, at most so many, most frequent first, then by name.</summary>
    public CircuitFailureCause[] CausesSince(long since, long most) =>
        Enumerable.Range(1, (int)Math.Min(most, Count))
            .Select(back => _entries[(_added - back) % _entries.Length])
            .Where(e => e.At >= since)
            .GroupBy(e => (e.Type, e.Identity))
            .Select(g => new CircuitFailureCause(
                NameOf(g.Key.Type),
                g.Key.Identity.IsNone ? null : g.Key.Identity.ToString(),
                g.Count(),
                g.Select(e => e.RecordId).FirstOrDefault(id => !id.IsNone)))
            .OrderByDescending(c => c.Count)
            .ThenBy(c => c.ErrorType, StringComparer.Ordinal)
            .ThenBy(c => c.Code, StringComparer.Ordinal)
            .Take(MostCauses)
            .ToArray();

    private static string NameOf(Type? type)
    {
        if (type is not { IsGenericType: true })
        {
            return type?.FullName ?? "unknown";
        }

        // The runtime's own name holds assemblies, versions and keys.
        var definition = type.GetGenericTypeDefinition().FullName ?? type.Name;
        return $"{definition.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name.Split('`')[0]))}>";
    }

    /// <summary>The longest wait that one of the failures since an instant asked for; null when none did.</summary>
    public TimeSpan? LongestRetryAfterSince(long since) => _entries.Take(Count).Where(e => e.At >= since).Max(e => e.RetryAfter);

    /// <summary>One failure.</summary>
    /// <param name="At">When, on the breaker's clock.</param>
    /// <param name="Type">The type of the exception, or of the result that was judged a failure; null when neither is known.</param>
    /// <param name="Identity">Its code-like identity.</param>
    /// <param name="RecordId">The registry's record of it.</param>
    /// <param name="RetryAfter">How long the other side asked to wait.</param>
    internal readonly record struct Entry(long At, Type? Type, ErrorIdentity Identity, ErrorId RecordId, TimeSpan? RetryAfter);
}
