namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>The names of terms.</summary>
internal static class QueryTermNames
{
    private static readonly (string Name, QueryTermKind Kind)[] Named =
    [
        ("is", QueryTermKind.Is),
        ("code", QueryTermKind.Code),
        ("component", QueryTermKind.Component),
        ("type", QueryTermKind.Type),
        ("category", QueryTermKind.Category),
        ("severity", QueryTermKind.Severity),
        ("since", QueryTermKind.Since),
        ("until", QueryTermKind.Until),
        ("first-since", QueryTermKind.FirstSince),
        ("first-until", QueryTermKind.FirstUntil),
        ("release", QueryTermKind.Release),
        ("host", QueryTermKind.Host),
        ("source", QueryTermKind.Source),
        ("resolved", QueryTermKind.Resolved),
        ("text", QueryTermKind.Text),
        ("order", QueryTermKind.Order),
        ("limit", QueryTermKind.Limit),
    ];

    // What the fields are called elsewhere.
    private static readonly (string Name, QueryTermKind Kind)[] Further =
    [
        ("status", QueryTermKind.Is),
        ("error_type", QueryTermKind.Type),
        ("errortype", QueryTermKind.Type),
        ("sort", QueryTermKind.Order),
    ];

    /// <summary>All names, without the further ones.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Named.Select(entry => entry.Name)];

    /// <summary>The names of terms that a dash may stand before.</summary>
    public static IReadOnlyList<string> Negatable { get; } = ["component", "type", "code", "is", "text"];

    public static string Of(QueryTermKind kind) => Array.Find(Named, entry => entry.Kind == kind).Name;

    /// <summary>The kind of a name, in any case.</summary>
    public static bool TryFind(ReadOnlySpan<char> name, out QueryTermKind kind)
    {
        foreach (var entry in Named)
        {
            if (name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase))
            {
                kind = entry.Kind;
                return true;
            }
        }

        foreach (var entry in Further)
        {
            if (name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase))
            {
                kind = entry.Kind;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
