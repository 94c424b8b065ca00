using ErrorManagement.CircuitBreakers;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Retries;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Finds the error that a rejection or an exhausted retry is a consequence of.</summary>
internal static class CauseFinder
{
    private const int MaxDepth = 4;

    /// <summary>The record of the cause; null when the exception is an error of its own, or its cause is not known.</summary>
    public static TrackedError? Find(RegistryState state, Exception exception) =>
        exception is ResilienceException own ? Find(state, own, MaxDepth) : null; // most errors are none of ours: one look at the type

    private static TrackedError? Find(RegistryState state, ResilienceException own, int depth) => own switch
    {
        CircuitOpenException { Mode: not CircuitMode.Isolated } rejection => OfCauses(state, rejection.Causes) ?? OfAttempts(state, AttemptLedger.Of(rejection)),
        RetriesExhaustedException exhausted => OfTries(state, exhausted.Attempts, exhausted.InnerException, depth),
        RetryBudgetExhaustedException exhausted => OfTries(state, exhausted.Attempts, exhausted.InnerException, depth),
        _ => null,
    };

    private static TrackedError? OfCauses(RegistryState state, IReadOnlyList<CircuitFailureCause> causes)
    {
        for (var i = 0; i < causes.Count; i++)
        {
            if (Held(state, causes[i].RecordId) is { } record)
            {
                return record;
            }
        }

        return null;
    }

    private static TrackedError? OfTries(RegistryState state, IReadOnlyList<CallAttempt> attempts, Exception? last, int depth) =>
        OfAttempts(state, attempts) ?? (last is null ? null : OfException(state, ExceptionShapes.Unwrap(last), depth - 1));

    private static TrackedError? OfAttempts(RegistryState state, IReadOnlyList<CallAttempt> attempts)
    {
        // The latest failure says best what went wrong; a try that was refused, or returned a result, has no record.
        for (var i = attempts.Count - 1; i >= 0; i--)
        {
            if (Held(state, attempts[i].Id) is { } record)
            {
                return record;
            }
        }

        return null;
    }

    private static TrackedError? OfException(RegistryState state, Exception exception, int depth) =>
        state.Seen.Find(exception)?.Living ?? (depth > 0 && exception is ResilienceException own ? Find(state, own, depth) : null);

    private static TrackedError? Held(RegistryState state, ErrorId id) => id.IsHandle ? state.Handles.Find((ulong)id.Value)?.Living : null;
}
