namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>What can stand after the colon of a term, where that is a list.</summary>
internal static class QueryTermValues
{
    public const string Unresolved = "unresolved";
    public const string Handled = "handled";
    public const string Unhandled = "unhandled";
    public const string Ascending = "-asc";
    public const string Descending = "-desc";

    private static readonly string[] Statuses = [.. EnumWords<ErrorStatus>.All, Unresolved, Handled, Unhandled];
    private static readonly string[] Severities = [.. EnumWords<ErrorSeverity>.All, "low", "medium", "high", ">=warning"];
    private static readonly string[] Instants = ["90s", "30m", "24h", "7d", "2w", "now", "today", "yesterday", "2026-11-22", "2026-11-22T10:30:00Z"];
    private static readonly string[] Orders = ["last", "first", "count", "severity", "count-asc"];
    private static readonly string[] Sources = [.. EnumWords<ErrorSources>.All.Skip(1)];
    private static readonly string[] Truths = ["true", "false"];

    public static IReadOnlyList<string> Of(QueryTermKind kind) => kind switch
    {
        QueryTermKind.Is => Statuses,
        QueryTermKind.Category => EnumWords<ErrorCategory>.All,
        QueryTermKind.Severity => Severities,
        QueryTermKind.Since or QueryTermKind.Until or QueryTermKind.FirstSince or QueryTermKind.FirstUntil => Instants,
        QueryTermKind.Source => Sources,
        QueryTermKind.Resolved => Truths,
        QueryTermKind.Order => Orders,
        _ => [],
    };

    /// <summary>The word of an order.</summary>
    public static string WordOf(ErrorOrder order) => order switch
    {
        ErrorOrder.LastSeen => "last",
        ErrorOrder.FirstSeen => "first",
        _ => EnumWords<ErrorOrder>.WordOf(order),
    };

    /// <summary>The order of a word.</summary>
    public static bool TryFindOrder(string word, out ErrorOrder order, out bool ascending)
    {
        ascending = word.EndsWith(Ascending, StringComparison.OrdinalIgnoreCase);
        var name = ascending ? word[..^Ascending.Length] : word.EndsWith(Descending, StringComparison.OrdinalIgnoreCase) ? word[..^Descending.Length] : word;
        foreach (var candidate in Enum.GetValues<ErrorOrder>())
        {
            if (string.Equals(name, WordOf(candidate), StringComparison.OrdinalIgnoreCase))
            {
                order = candidate;
                return true;
            }
        }

        return EnumWords<ErrorOrder>.TryFind(name, out order);
    }
}
