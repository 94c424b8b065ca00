namespace ErrorManagement.Analytics.Grouping;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class GroupingOptionsValidator
{
    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Validate(GroupingOptions options) =>
        Enum.IsDefined(options.By)
            ? []
            : [$"{nameof(GroupingOptions)}.{nameof(options.By)} must be one of {string.Join(", ", Enum.GetNames<GroupingMode>())}; it is {(int)options.By}."];
}
