namespace ErrorManagement.Analytics.Layers;

/// <summary>When somebody else has to take over. Pure.</summary>
internal static class EscalationRules
{
    /// <summary>The lowest level, at which a context starts.</summary>
    public const ErrorSeverity Lowest = ErrorSeverity.Info;

    // Sums of weights such as 0.1 come out a hair below what they are.
    private const double Hair = 1e-9;

    /// <summary>A severity on the scale of four: Debug is Info, which is low.</summary>
    public static ErrorSeverity LevelOf(ErrorSeverity severity) => severity < Lowest ? Lowest : severity;

    /// <summary>The level of a context after an error: the highest severity seen in its layer, once that has as many errors as its threshold. Never below what it was.</summary>
    /// <param name="level">The level before.</param>
    /// <param name="highest">The highest severity seen in the layer.</param>
    /// <param name="errors">How many errors the layer has, this one included.</param>
    /// <param name="threshold">The layer's threshold.</param>
    public static ErrorSeverity Raise(ErrorSeverity level, ErrorSeverity highest, long errors, int threshold) =>
        errors >= threshold && LevelOf(highest) > level ? LevelOf(highest) : level;

    /// <summary>Whether the errors of a layer alone are enough.</summary>
    public static bool IsReached(long errors, double score, int threshold) => errors >= threshold || score >= 2.0 * threshold * (1 - Hair);
}
