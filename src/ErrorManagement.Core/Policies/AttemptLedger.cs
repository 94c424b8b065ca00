using System.Runtime.CompilerServices;

namespace ErrorManagement;

/// <summary>The tries behind an exception that left a retry: the exception itself leaves unchanged, its history lies beside it.</summary>
/// <remarks>Safe on any thread. A ledger lives as long as its exception.</remarks>
public static class AttemptLedger
{
    private static readonly ConditionalWeakTable<Exception, IReadOnlyList<CallAttempt>> Ledgers = [];

    /// <summary>The failed tries behind an exception, first try first.</summary>
    /// <param name="exception">The exception that a retry let out.</param>
    /// <returns>The tries; empty when the exception passed through no retry.</returns>
    public static IReadOnlyList<CallAttempt> Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Ledgers.TryGetValue(exception, out var attempts) ? attempts : [];
    }

    /// <summary>Lays a ledger beside an exception; a later one replaces an earlier one.</summary>
    internal static void Attach(Exception exception, IReadOnlyList<CallAttempt> attempts) => Ledgers.AddOrUpdate(exception, attempts);
}
