using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Classification;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What a registry works with when it is given nothing: the one place where that is decided.</summary>
internal static class RegistryDefaults
{
    /// <summary>The classifier.</summary>
    public static IErrorClassifier Classifier => ErrorClassifier.Default;

    /// <summary>A pattern detector for a new registry.</summary>
    public static IPatternDetector PatternDetector() => new PatternDetector();
}
