using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics;

/// <summary>How often a release brought one error.</summary>
/// <param name="Fingerprint">Which error: what both releases call it by.</param>
/// <param name="Count">How often, at least 0.</param>
public sealed record ReleaseErrorCount(ErrorFingerprint Fingerprint, long Count)
{
    /// <summary>The handle of its record; none where it has none.</summary>
    public ErrorId Id { get; init; }

    /// <summary>Its type, for those who read the result; may be empty. Few different values.</summary>
    public string ErrorType { get; init; } = "";

    /// <summary>Its component, for those who read the result; may be empty. Few different values.</summary>
    public string Component { get; init; } = "";

    /// <summary>Its message with placeholders, for those who read the result; may be empty. One value an error.</summary>
    public string Template { get; init; } = "";

    /// <summary>Whether it came in bursts; null where that is not known, which counts as not.</summary>
    public MeanCrowding? Crowding { get; init; }
}
