namespace ErrorManagement.Classification;

/// <summary>Says what an exception means. One verdict serves breaker, retry and fallback alike.</summary>
public interface IErrorClassifier
{
    /// <summary>Judges an exception.</summary>
    /// <param name="exception">The exception; not kept.</param>
    /// <param name="caller">The caller's own token, so that the caller's cancellation can be told from a time-out.</param>
    /// <returns>The verdict. Never throws for any exception; safe on any thread.</returns>
    ErrorClassification Classify(Exception exception, CancellationToken caller = default);
}
