namespace ErrorManagement.Classification;

/// <summary>Placeholder until the classifier is merged.</summary>
public sealed class ErrorClassifier : IErrorClassifier
{
    /// <summary>Default.</summary>
    public static ErrorClassifier Default { get; } = new();

    /// <inheritdoc/>
    public ErrorClassification Classify(Exception exception, CancellationToken caller = default) => new(ErrorCategory.Unknown, ErrorSeverity.Error);
}
