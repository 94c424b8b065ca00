using System.Runtime.CompilerServices;

namespace ErrorManagement;

/// <summary>The tries behind an exception that left a retry: the exception itself leaves unchanged, its history lies beside it.</summary>
/// <remarks>Safe on any thread. A ledger lives as long as its exception.</remarks>
public static class AttemptLedger
{
    /// <summary>How deep ledgers of retries inside of retries are kept. Deeper ones are no design but an exception object that is thrown again and again.</summary>
    internal const int MaxDepth = 8;

    private static readonly ConditionalWeakTable<Exception, Entry> Ledgers = [];

    private static long s_last;

    /// <summary>The number of the latest ledger: what was laid down later has a higher one.</summary>
    internal static long Last => Volatile.Read(ref s_last);

    /// <summary>The failed tries behind an exception, first try first.</summary>
    /// <param name="exception">The exception that a retry let out.</param>
    /// <returns>The tries; empty when the exception passed through no retry. Of a very long call the first 128 and the latest 128.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static IReadOnlyList<CallAttempt> Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Ledgers.TryGetValue(exception, out var entry) ? entry.Attempts : [];
    }

    /// <summary>The ledger that was laid beside an exception since a number, which is then that of a retry inside; empty for an older one, of another call that threw the same object.</summary>
    internal static IReadOnlyList<CallAttempt> Since(Exception exception, long number) =>
        Ledgers.TryGetValue(exception, out var entry) && entry.Number > number && DepthOf(entry.Attempts) < MaxDepth ? entry.Attempts : [];

    /// <summary>Lays a ledger beside an exception; a later one replaces an earlier one, which it holds within when it is of the same call.</summary>
    internal static void Attach(Exception exception, IReadOnlyList<CallAttempt> attempts) =>
        Ledgers.AddOrUpdate(exception, new Entry(attempts, Interlocked.Increment(ref s_last)));

    /// <summary>Lays the ledger of an exception, if it has one, beside the exception that takes its place. It keeps its number: it is not a later one.</summary>
    internal static void HandOn(Exception from, Exception to)
    {
        if (Ledgers.TryGetValue(from, out var entry))
        {
            Ledgers.AddOrUpdate(to, entry);
        }
    }

    private static int DepthOf(IReadOnlyList<CallAttempt> attempts)
    {
        var deepest = 0;
        for (var i = 0; i < attempts.Count; i++)
        {
            deepest = Math.Max(deepest, attempts[i].Inner.Count == 0 ? 0 : DepthOf(attempts[i].Inner));
        }

        return deepest + 1;
    }

    private sealed record Entry(IReadOnlyList<CallAttempt> Attempts, long Number);
}
