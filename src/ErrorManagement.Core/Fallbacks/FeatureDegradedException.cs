using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Fallbacks;

/// <summary>A call was not made, because its feature is degraded and no trial was due. Seen only as <see cref="FallbackFailedException.OriginalError"/>, when the fallback value could not be made either.</summary>
public sealed class FeatureDegradedException : ResilienceException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="feature">The name of the feature. Few different values.</param>
    public FeatureDegradedException(string feature)
        : base(feature, $"Feature '{feature}' is degraded: the call was not made.")
    {
    }

    /// <inheritdoc/>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <inheritdoc/>
    public override bool IsRejection => true;
}
