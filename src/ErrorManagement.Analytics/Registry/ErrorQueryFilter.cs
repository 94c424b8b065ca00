namespace ErrorManagement.Analytics.Registry;

/// <summary>Which records a query asks for: pure.</summary>
internal static class ErrorQueryFilter
{
    public static bool Matches(ErrorQuery? query, TrackedError record) =>
        query is null
        || ((query.Since is null || record.LastUtc >= query.Since.Value.UtcTicks)
            && (query.Component is null || string.Equals(record.Component, query.Component, StringComparison.Ordinal))
            && (query.ErrorType is null || IsType(record.ErrorType, query.ErrorType))
            && (query.Resolved is null || record.IsResolved == query.Resolved)
            && (query.Severity is null || record.Severity == query.Severity));

    public static bool Contains(ErrorRecord record, string text, ErrorSearchField field) => field switch
    {
        ErrorSearchField.Message => Has(record.Message, text) || Has(record.Template, text),
        ErrorSearchField.Component => Has(record.Component, text),
        ErrorSearchField.ErrorType => Has(record.ErrorType, text),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, $"A search looks in {string.Join(", ", Enum.GetNames<ErrorSearchField>())}; {field} is none of them."),
    };

    private static bool Has(string value, string text) => value.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static bool IsType(string fullName, string asked) =>
        string.Equals(fullName, asked, StringComparison.Ordinal)
        || (fullName.Length > asked.Length && fullName[fullName.Length - asked.Length - 1] == '.' && fullName.EndsWith(asked, StringComparison.Ordinal));
}
