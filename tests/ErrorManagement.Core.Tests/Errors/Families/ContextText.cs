namespace ErrorManagement.Core.Tests.Errors.Families;

/// <summary>A context as one line, for tables of expected values.</summary>
internal static class ContextText
{
    /// <summary>Name and value of each entry in order of the names, such as <c>channel=slack, reason=503</c>.</summary>
    public static string Of(CodedException error) =>
        string.Join(", ", error.Context.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => FormattableString.Invariant($"{entry.Key}={entry.Value}")));
}
