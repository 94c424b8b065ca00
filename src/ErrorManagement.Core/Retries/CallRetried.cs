using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>A try failed and another one follows; told when the delay begins.</summary>
/// <param name="PolicyName">The name of the retry policy. Few different values.</param>
/// <param name="Retry">Which retry follows, 1 for the first.</param>
/// <param name="Delay">How long is waited before it; zero for at once.</param>
/// <param name="Verdict">What the classifier said of the failure.</param>
/// <param name="Exception">The failure. Its message may hold private data.</param>
/// <param name="At">When the try failed, UTC.</param>
public sealed record CallRetried(string PolicyName, int Retry, TimeSpan Delay, ErrorClassification Verdict, Exception Exception, DateTimeOffset At);
