using ErrorManagement.CircuitBreakers;
using ErrorManagement.Retries;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>What to do about errors of this library's own types that follow from another error: to look for that one. Advice for errors in general would lead to the wrong place.</summary>
internal static class ConsequenceAdvice
{
    private static readonly IReadOnlyList<string> OpenCircuit =
    [
        "Look at the circuit breaker that is open, and at the errors that opened it: they are named at its last opening. These calls were refused because of them, and have no cause of their own.",
        "Bring back what is behind the breaker. It tries by itself, and closes when enough trials go well; to close it by hand while the cause lasts only opens it again.",
        "Let callers answer from a fallback while it is open, and let retries wait as long as the rejection says.",
    ];

    private static readonly IReadOnlyList<string> IsolatedCircuit =
    [
        "Somebody isolated this circuit breaker by hand: ask who and why before anything else.",
        "Let it go back to automatic when the reason is gone: it does not do so by itself.",
        "Let callers answer from a fallback until then.",
    ];

    private static readonly IReadOnlyList<string> Exhausted =
    [
        "Look at the error of the last try, which is inside this one: the retries only say how often it came.",
        "Bring back what the call needs. More retries make it worse while it is down: let a circuit breaker open around it.",
        "See whether the error can pass at all: what cannot succeed on a second try should not be retried.",
    ];

    private static readonly Dictionary<string, IReadOnlyList<string>> ByType = new(StringComparer.Ordinal)
    {
        [typeof(CircuitOpenException).FullName!] = OpenCircuit,
        [typeof(CircuitIsolatedException).FullName!] = IsolatedCircuit,
        [typeof(RetriesExhaustedException).FullName!] = Exhausted,
        [typeof(RetryBudgetExhaustedException).FullName!] = Exhausted,
    };

    /// <summary>The advice, most useful first; null for errors of any other type.</summary>
    /// <param name="errorType">The full name of the type.</param>
    public static IReadOnlyList<string>? For(string errorType) => ByType.GetValueOrDefault(errorType);
}
