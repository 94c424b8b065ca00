using System.Globalization;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Retries;

/// <summary>A call ended on a result that still counts as a failure, and its policy was told to throw then.</summary>
/// <remarks>
/// Never thrown for a call that ended on an exception: that one leaves unchanged. <see cref="Exception.InnerException"/> is the last exception of an earlier try, or null when no try threw.
/// No retry repeats it. <see cref="AttemptLedger.Of"/> tells the tries, as <see cref="Attempts"/> does.
/// </remarks>
[ErrorCode("EM-RES-003")]
public sealed class RetriesExhaustedException : ResilienceException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="policyName">The name of the retry policy. Few different values.</param>
    /// <param name="attempts">The failed tries, first try first.</param>
    /// <param name="lastResult">The result that still counted as a failure.</param>
    /// <param name="lastError">The last exception of an earlier try; null when none threw.</param>
    /// <param name="retryAfter">How long the other side asks to wait; null when it does not say.</param>
    /// <exception cref="ArgumentNullException"><paramref name="policyName"/> or <paramref name="attempts"/> is null.</exception>
    public RetriesExhaustedException(string policyName, IReadOnlyList<CallAttempt> attempts, object? lastResult, Exception? lastError = null, TimeSpan? retryAfter = null)
        : base(policyName, MessageFor(policyName, attempts), retryAfter, lastError)
    {
        Attempts = attempts;
        LastResult = lastResult;
        AddContext("attempts", TriesOf(attempts));
    }

    /// <summary>The failed tries, first try first: of very many the first 128 and the latest 128.</summary>
    public IReadOnlyList<CallAttempt> Attempts { get; }

    /// <summary>How many tries were made.</summary>
    public int AttemptCount => TriesOf(Attempts);

    /// <summary>The result of the last try, boxed; null when that was it. It is not disposed: whoever catches this has to.</summary>
    public object? LastResult { get; }

    /// <inheritdoc/>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;

    internal static int TriesOf(IReadOnlyList<CallAttempt> attempts) => attempts.Count == 0 ? 0 : attempts[^1].Number;

    private static string MessageFor(string policyName, IReadOnlyList<CallAttempt> attempts)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        var tries = TriesOf(attempts);
        return string.Create(CultureInfo.InvariantCulture, $"'{policyName}' tried {tries} {(tries == 1 ? "time" : "times")}, and the last result still counts as a failure.");
    }
}
