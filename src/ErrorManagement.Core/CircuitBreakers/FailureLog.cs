using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The last failures of a breaker, to say what opened it. Exceptions are not kept. Guarded by the breaker's lock.</summary>
internal sealed class FailureLog(int capacity)
{
    private const int MostCauses = 4;

    private readonly Entry[] _entries = new Entry[capacity];
    private long _added;

    private int Count => (int)Math.Min(_added, _entries.Length);

    /// <summary>Takes note of a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="recordId">Its record, if that is known already.</param>
    /// <param name="isNamed">Whether somebody may tell the record later.</param>
    /// <returns>Where that is to be told; null when nobody will.</returns>
    public KnownRecord? Add(in Entry failure, ErrorId recordId, bool isNamed)
    {
        // Failures of one kind share it: a record that is known of one is known of the others too.
        var record = isNamed || !recordId.IsNone ? RecordOf(failure) ?? new KnownRecord() : null;
        if (!recordId.IsNone)
        {
            record!.Set(recordId);
        }

        _entries[_added++ % _entries.Length] = failure with { Record = record };
        return record;
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
                default)
            { Record = g.Select(e => e.Record).FirstOrDefault(record => record is not null) })
            .OrderByDescending(c => c.Count)
            .ThenBy(c => c.ErrorType, StringComparer.Ordinal)
            .ThenBy(c => c.Code, StringComparer.Ordinal)
            .Take(MostCauses)
            .ToArray();

    private KnownRecord? RecordOf(in Entry failure)
    {
        for (var back = 1; back <= Count; back++)
        {
            ref var earlier = ref _entries[(_added - back) % _entries.Length];
            if (earlier.Type == failure.Type && earlier.Record is { } record && earlier.Identity == failure.Identity)
            {
                return record;
            }
        }

        return null;
    }

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
    /// <param name="RetryAfter">How long the other side asked to wait.</param>
    internal readonly record struct Entry(long At, Type? Type, ErrorIdentity Identity, TimeSpan? RetryAfter)
    {
        /// <summary>The registry's record of its kind, once that is known; null when nobody tells.</summary>
        public KnownRecord? Record { get; init; }
    }
}
