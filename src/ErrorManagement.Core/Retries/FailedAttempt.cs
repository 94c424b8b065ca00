using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>A try that failed and may be followed by another one: what a delay function of the host's own is told.</summary>
/// <param name="Retries">How many retries were made before: 0, 1, 2. A count beyond <see cref="int.MaxValue"/> stays there.</param>
/// <param name="Verdict">What the failure means.</param>
/// <param name="Exception">The failure; null when it was a result. Its message may hold private data.</param>
/// <param name="Result">The result that counted as a failure, boxed; null when the try threw, and for no result.</param>
/// <param name="ComputedDelay">The delay that the settings give: what null as an answer means.</param>
/// <param name="Elapsed">How long the call has taken.</param>
public readonly record struct FailedAttempt(int Retries, ErrorClassification Verdict, Exception? Exception, object? Result, TimeSpan ComputedDelay, TimeSpan Elapsed);
