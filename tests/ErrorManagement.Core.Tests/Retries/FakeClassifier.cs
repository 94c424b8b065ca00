using ErrorManagement.Classification;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>Says what a test wants it to say; time-outs are transient when the test wants nothing else.</summary>
internal sealed class FakeClassifier(Func<Exception, ErrorClassification>? verdict = null) : IErrorClassifier
{
    public static readonly ErrorClassification Transient = new(ErrorCategory.Transient, ErrorSeverity.Warning);
    public static readonly ErrorClassification Permanent = new(ErrorCategory.Permanent, ErrorSeverity.Error);

    public ErrorClassification Classify(Exception exception, CancellationToken caller = default) =>
        verdict?.Invoke(exception) ?? (exception is TimeoutException or CodedException { Category: ErrorCategory.Transient } ? Transient : Permanent);
}
