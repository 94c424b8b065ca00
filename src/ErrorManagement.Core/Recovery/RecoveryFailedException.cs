using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Recovery;

/// <summary>A failure was to be recovered from, and was not.</summary>
/// <remarks><see cref="Exception.InnerException"/> is what the last strategy threw; when none threw, it is the failure itself.</remarks>
[ErrorCode("EM-RES-007")]
public sealed class RecoveryFailedException : ResilienceException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="target">What was to be repaired. Not too many different values.</param>
    /// <param name="result">What was tried.</param>
    /// <param name="originalError">What was to be recovered from.</param>
    public RecoveryFailedException(string target, RecoveryResult result, Exception originalError)
        : base(target, Describe(target, result, originalError), retryAfter: null, result.Exception ?? originalError)
    {
        Result = result;
        OriginalError = originalError;
    }

    /// <summary>What was tried.</summary>
    public RecoveryResult Result { get; }

    /// <summary>What was to be recovered from; the same object.</summary>
    public Exception OriginalError { get; }

    /// <summary>What was tried, in one sentence; the same in every culture.</summary>
    internal static string Describe(string target, RecoveryResult result, Exception originalError)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(originalError);
        var tried = result.Attempts.Count == 0 ? "nothing was listed" : string.Join(", ", result.Attempts.Select(attempt => $"{attempt.Action} {SnakeNames<RecoveryOutcome>.Of(attempt.Outcome)}"));
        var limited = result.IsLimited ? ", no further action allowed now" : "";
        return $"Recovery of '{target}' failed: {tried}{limited}. The original error was {LibraryActivities.TypeNameOf(originalError)}.";
    }
}
