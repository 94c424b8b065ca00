using System.Runtime.CompilerServices;

namespace ErrorManagement;

/// <summary>The tries behind an exception that left a retry: the exception itself leaves unchanged, its history lies beside it.</summary>
/// <remarks>Safe on any thread. A ledger lives as long as its exception.</remarks>
public static class AttemptLedger
{
    /// <summary>How deep ledgers of retries inside of retries are kept. Deeper ones are no design but an exception object that is thrown again and again.</summary>
    internal const int MaxDepth = 8;

    /// <summary>How many tries at all levels a ledger may hold that is kept within another one: without a limit they would multiply from level to level.</summary>
    internal const int MaxTriesWithin = 1_024;

    private static readonly ConditionalWeakTable<Exception, Entry> Ledgers = [];

    private static long s_last;

    /// <summary>The number of the latest ledger: what was laid down later has a higher one.</summary>
    internal static long Last => Volatile.Read(ref s_last);

    /// <summary>The failed tries behind an exception, first try first.</summary>
    /// <param name="exception">The exception that a retry let out.</param>
    /// <returns>The tries; empty when neither it nor the exception that a time-out replaced by it passed through a retry. Of a very long call the first 128 and the latest 128.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static IReadOnlyList<CallAttempt> Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Ledgers.TryGetValue(exception, out var entry) ? entry.Attempts : [];
    }

    /// <summary>
    /// The ledger that was laid beside an exception since a number by a call that began since then, which is that of a retry inside;
    /// empty for another one, of another call that threw the same object.
    /// </summary>
    internal static IReadOnlyList<CallAttempt> Since(Exception exception, long number) =>
        Ledgers.TryGetValue(exception, out var entry) && entry.Number > number && entry.Began >= number && entry is { Depth: < MaxDepth, Tries: <= MaxTriesWithin } ? entry.Attempts : [];

    /// <summary>The number of the last try behind an exception, and how many its retry allowed; null when it passed through none.</summary>
    internal static (int Number, int MaxAttempts)? LatestOf(Exception exception) =>
        Ledgers.TryGetValue(exception, out var entry) && entry.Attempts.Count > 0 ? (entry.Attempts[^1].Number, entry.MaxAttempts) : null;

    /// <summary>Lays a ledger beside an exception; a later one replaces an earlier one, which it holds within when it is of the same call.</summary>
    /// <param name="exception">The exception that leaves.</param>
    /// <param name="attempts">The tries behind it.</param>
    /// <param name="began">What <see cref="Last"/> was when the call began.</param>
    /// <param name="maxAttempts">How many tries were allowed.</param>
    internal static void Attach(Exception exception, IReadOnlyList<CallAttempt> attempts, long began, int maxAttempts)
    {
        var (deepest, tries) = (0, 0L);
        for (var i = 0; i < attempts.Count; i++)
        {
            deepest = Math.Max(deepest, attempts[i].Depth);
            tries += attempts[i].Tries;
        }

        Ledgers.AddOrUpdate(exception, new Entry(attempts, Interlocked.Increment(ref s_last), began, deepest, tries, maxAttempts));
    }

    /// <summary>Lays the ledger and the note of an exception, if it has them, also beside the one that leaves in its place.</summary>
    internal static void Hand(Exception exception, Exception successor)
    {
        if (Ledgers.TryGetValue(exception, out var entry))
        {
            Ledgers.AddOrUpdate(successor, entry);
        }

        ResilienceNotes.Hand(exception, successor);
    }

    private sealed record Entry(IReadOnlyList<CallAttempt> Attempts, long Number, long Began, int Depth, long Tries, int MaxAttempts);
}
