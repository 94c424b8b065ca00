using ErrorManagement.Classification;

namespace ErrorManagement.Fallbacks;

/// <summary>A call failed and a fallback is about to be asked. Immutable.</summary>
/// <param name="FallbackName">The name of the fallback. Few different values.</param>
/// <param name="Exception">What the call failed with; an <see cref="UnacceptableResultException"/> for a result. Its message may hold private data.</param>
/// <param name="Verdict">What the classifier said of it.</param>
/// <param name="At">When, UTC, by the wall clock.</param>
public sealed record CallFellBack(string FallbackName, Exception Exception, ErrorClassification Verdict, DateTimeOffset At);
