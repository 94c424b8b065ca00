using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>What a retry uses when it is given nothing.</summary>
internal static class RetryDefaults
{
    /// <summary>The classifier of a retry that is given none.</summary>
    public static IErrorClassifier Classifier => DeclaredCategoryClassifier.Instance;
}
