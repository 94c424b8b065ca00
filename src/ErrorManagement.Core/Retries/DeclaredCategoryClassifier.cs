using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>Knows what coded exceptions declare of themselves, and time-outs.</summary>
internal sealed class DeclaredCategoryClassifier : IErrorClassifier
{
    public static DeclaredCategoryClassifier Instance { get; } = new();

    public ErrorClassification Classify(Exception exception, CancellationToken caller = default)
    {
        if (CallerCancellation.Is(exception, caller))
        {
            return ErrorClassification.CallerCancellation;
        }

        var category = exception switch
        {
            CodedException { Category: { } declared } => declared,
            TimeoutException => ErrorCategory.Transient,
            _ => ErrorCategory.Unknown,
        };
        return new ErrorClassification(category, category == ErrorCategory.Transient ? ErrorSeverity.Warning : ErrorSeverity.Error);
    }
}
