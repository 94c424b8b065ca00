namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class UnobservedSourceOptionsValidator
{
    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Mistakes(UnobservedSourceOptions options)
    {
        var mistakes = new List<string>();
        SourceNames.Check("Unobserved.Component", options.Component, mistakes);
        return mistakes;
    }
}
