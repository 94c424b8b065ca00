namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Says what is wrong with the settings of all sources, all of it at once.</summary>
internal static class ErrorSourceOptionsValidator
{
    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Mistakes(ErrorSourceOptions options)
    {
        var mistakes = new List<string>();
        mistakes.AddRange(options.Logger is null ? ["Logger must not be null."] : LoggerSourceOptionsValidator.Mistakes(options.Logger));
        mistakes.AddRange(options.Unhandled is null ? ["Unhandled must not be null."] : UnhandledSourceOptionsValidator.Mistakes(options.Unhandled));
        mistakes.AddRange(options.Unobserved is null ? ["Unobserved must not be null."] : UnobservedSourceOptionsValidator.Mistakes(options.Unobserved));
        return mistakes;
    }
}
