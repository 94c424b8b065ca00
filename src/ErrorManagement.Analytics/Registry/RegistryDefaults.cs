using ErrorManagement.Analytics.Records;
using ErrorManagement.Classification;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What a registry works with when it is given nothing: the one place where that is decided.</summary>
internal static class RegistryDefaults
{
    /// <summary>The classifier; null leaves every category Unknown and severities to <see cref="SeverityRules"/>.</summary>
    public static IErrorClassifier? Classifier => null;

    /// <summary>A pattern detector for a new registry; null finds no patterns.</summary>
    public static IPatternDetector? PatternDetector() => null;
}
