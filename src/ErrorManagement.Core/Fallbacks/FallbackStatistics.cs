namespace ErrorManagement.Fallbacks;

/// <summary>How often a fallback was asked and had an answer: one shape for all strategies.</summary>
/// <param name="Name">The name of the fallback. Few different values, no private data.</param>
/// <param name="Executions">How often it was asked; one however many tries it made inside.</param>
/// <param name="Successes">How often it had an answer.</param>
/// <param name="Failures">How often it had none. Asked, but neither: under way, or ended by the caller's cancellation or a fatal error.</param>
/// <param name="Members">For a chain one entry a member, in order; else empty.</param>
/// <remarks>Immutable. The three numbers are read one after the other, so that calls under way may be in one and not yet in another.</remarks>
public sealed record FallbackStatistics(string Name, long Executions, long Successes, long Failures, IReadOnlyList<FallbackStatistics> Members)
{
    /// <summary><see cref="Successes"/> / <see cref="Executions"/>, 0 to 1; 0 when it was never asked.</summary>
    public double SuccessRate => Executions == 0 ? 0.0 : (double)Successes / Executions;
}
