using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>A try failed and another one follows; told when the delay begins.</summary>
/// <param name="PolicyName">The name of the retry policy. Few different values.</param>
/// <param name="Retry">Which retry follows, 1 for the first.</param>
/// <param name="Delay">How long is waited before it; zero for at once.</param>
/// <param name="Verdict">What the failure means.</param>
/// <param name="Exception">The failure; null when it was a result. Its message may hold private data.</param>
/// <param name="At">When the try failed, UTC.</param>
public sealed record CallRetried(string PolicyName, int Retry, TimeSpan Delay, ErrorClassification Verdict, Exception? Exception, DateTimeOffset At)
{
    /// <summary>The try that failed, counted from 0.</summary>
    public int Attempt => Retry - 1;

    /// <summary>How long that try took, by the policy's clock.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How bad it is as an event: a Warning, as another try follows.</summary>
    public ErrorSeverity Severity { get; } = ErrorSeverity.Warning;
}
