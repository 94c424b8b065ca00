using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>What the category of a logger says.</summary>
internal static class LogCategories
{
    /// <summary>Whether it is one of this library's own: its name, or one step below.</summary>
    public static bool IsOwn(string category) =>
        category.StartsWith(ErrorManagementDiagnostics.Name, StringComparison.Ordinal)
        && (category.Length == ErrorManagementDiagnostics.Name.Length
            || (category[ErrorManagementDiagnostics.Name.Length] == '.' && !category.AsSpan(ErrorManagementDiagnostics.Name.Length + 1).Contains('.')));

    /// <summary>The component that options give to a category: that of the longest entry that is the category or above it; the category itself without one.</summary>
    public static string ComponentOf(string category, IDictionary<string, string> components)
    {
        string? component = null;
        var longest = -1;
        foreach (var (above, name) in components)
        {
            if (above.Length > longest && IsAtOrBelow(category, above))
            {
                longest = above.Length;
                component = name;
            }
        }

        return component ?? category;
    }

    /// <summary>The last part: <c>Checkout</c> of <c>Shop.Checkout</c>, <c>Cache&lt;Shop.Order&gt;</c> of <c>Shop.Cache&lt;Shop.Order&gt;</c>.</summary>
    public static string LastPartOf(string category)
    {
        var arguments = category.IndexOf('<', StringComparison.Ordinal);
        var dot = category.AsSpan(0, arguments < 0 ? category.Length : arguments).LastIndexOf('.');
        return dot < 0 || dot == category.Length - 1 ? category : category[(dot + 1)..];
    }

    private static bool IsAtOrBelow(string category, string above) =>
        category.StartsWith(above, StringComparison.Ordinal) && (category.Length == above.Length || category[above.Length] == '.');
}
