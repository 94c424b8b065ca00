using System.Globalization;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Retries;

/// <summary>A call ended on a result that counts as a failure because its retry budget had no retry left, and its policy was told to throw then.</summary>
/// <remarks>
/// Never thrown for a call that ended on an exception: that one leaves unchanged. <see cref="Exception.InnerException"/> is the last exception of an earlier try, or null when no try threw.
/// No retry repeats it. <see cref="AttemptLedger.Of"/> tells the tries, as <see cref="Attempts"/> does.
/// </remarks>
[ErrorCode("EM-RES-004")]
public sealed class RetryBudgetExhaustedException : ResilienceException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="policyName">The name of the retry policy. Few different values.</param>
    /// <param name="budgetName">The name of the budget. Few different values.</param>
    /// <param name="attempts">The failed tries, first try first.</param>
    /// <param name="lastResult">The result that counted as a failure.</param>
    /// <param name="lastError">The last exception of an earlier try; null when none threw.</param>
    /// <param name="retryAfter">How long the other side asks to wait; null when it does not say.</param>
    /// <exception cref="ArgumentNullException">A name or <paramref name="attempts"/> is null.</exception>
    public RetryBudgetExhaustedException(string policyName, string budgetName, IReadOnlyList<CallAttempt> attempts, object? lastResult, Exception? lastError = null, TimeSpan? retryAfter = null)
        : base(policyName, MessageFor(policyName, budgetName, attempts), retryAfter, lastError)
    {
        BudgetName = budgetName;
        Attempts = attempts;
        LastResult = lastResult;
        AddContext("budget", budgetName);
        AddContext("attempts", RetriesExhaustedException.TriesOf(attempts));
    }

    /// <summary>The name of the budget.</summary>
    public string BudgetName { get; }

    /// <summary>The failed tries, first try first: of very many the first 128 and the latest 128.</summary>
    public IReadOnlyList<CallAttempt> Attempts { get; }

    /// <summary>How many tries were made.</summary>
    public int AttemptCount => RetriesExhaustedException.TriesOf(Attempts);

    /// <summary>The result of the last try, boxed; null when that was it. It is not disposed: whoever catches this has to.</summary>
    public object? LastResult { get; }

    /// <inheritdoc/>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;

    private static string MessageFor(string policyName, string budgetName, IReadOnlyList<CallAttempt> attempts)
    {
        ArgumentNullException.ThrowIfNull(budgetName);
        ArgumentNullException.ThrowIfNull(attempts);
        var tries = RetriesExhaustedException.TriesOf(attempts);
        return string.Create(CultureInfo.InvariantCulture, $"'{policyName}' tried {tries} {(tries == 1 ? "time" : "times")}, and retry budget '{budgetName}' allows no further try; the last result counts as a failure.");
    }
}
