namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class UnhandledSourceOptionsValidator
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Mistakes(UnhandledSourceOptions options)
    {
        var mistakes = new List<string>();
        SourceNames.Check("Unhandled.Component", options.Component, mistakes);
        if (options.FlushTimeout < TimeSpan.Zero || options.FlushTimeout > Longest)
        {
            mistakes.Add($"Unhandled.FlushTimeout must be at least zero and at most {Longest:c}, inclusive; it is {options.FlushTimeout:c}.");
        }

        return mistakes;
    }
}
