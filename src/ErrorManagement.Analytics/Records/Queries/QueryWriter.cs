using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>Writes a query so that the parser makes an equal one of it.</summary>
internal static class QueryWriter
{
    public static string Write(ErrorQuery query)
    {
        var text = new StringBuilder();
        Add(text, QueryTermKind.Is, query.Status is { } status ? EnumWords<ErrorStatus>.WordOf(status) : null);
        Add(text, QueryTermKind.Is, query.Handled is { } handled ? handled ? QueryTermValues.Handled : QueryTermValues.Unhandled : null);
        Add(text, QueryTermKind.Resolved, query.Resolved is { } resolved ? resolved ? "true" : "false" : null);
        Add(text, QueryTermKind.Code, query.Code);
        Add(text, QueryTermKind.Component, query.Component);
        Add(text, QueryTermKind.Type, query.ErrorType);
        Add(text, QueryTermKind.Category, query.Category is { } category ? EnumWords<ErrorCategory>.WordOf(category) : null);
        Add(text, QueryTermKind.Severity, query.Severity?.ToWireName());
        Add(text, QueryTermKind.Severity, query.MinSeverity is { } least ? ">=" + least.ToWireName() : null);
        Add(text, QueryTermKind.Since, Instant(query.Since));
        Add(text, QueryTermKind.Until, Instant(query.Until));
        Add(text, QueryTermKind.FirstSince, Instant(query.FirstSince));
        Add(text, QueryTermKind.FirstUntil, Instant(query.FirstUntil));
        Add(text, QueryTermKind.Release, query.Release);
        Add(text, QueryTermKind.Host, query.Host);
        Add(text, QueryTermKind.Source, query.Source is { } source ? string.Join(',', Enum.GetValues<ErrorSources>().Where(one => one != ErrorSources.None && source.HasFlag(one)).Select(EnumWords<ErrorSources>.WordOf)) : null);
        AddAll(text, "-" + QueryTermNames.Of(QueryTermKind.Is), query.ExceptStatuses.Select(EnumWords<ErrorStatus>.WordOf));
        AddAll(text, "-" + QueryTermNames.Of(QueryTermKind.Code), query.ExceptCodes);
        AddAll(text, "-" + QueryTermNames.Of(QueryTermKind.Component), query.ExceptComponents);
        AddAll(text, "-" + QueryTermNames.Of(QueryTermKind.Type), query.ExceptErrorTypes);
        foreach (var one in query.Texts)
        {
            Part(text).Append(IsPlainWord(one) ? one : Quoted(one));
        }

        foreach (var one in query.ExceptTexts)
        {
            Part(text).Append('-').Append(IsPlainWord(one) ? one : Quoted(one));
        }

        var order = QueryTermValues.WordOf(query.Order);
        Add(text, QueryTermKind.Order, query.Ascending ? order + QueryTermValues.Ascending : query.Order == ErrorOrder.LastSeen ? null : order);
        Add(text, QueryTermKind.Limit, query.Limit?.ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static string? Instant(DateTimeOffset? instant) => instant is { } given ? QueryInstants.Write(given) : null;

    private static void AddAll(StringBuilder text, string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Add(text, name, value);
        }
    }

    private static void Add(StringBuilder text, QueryTermKind kind, string? value) => Add(text, QueryTermNames.Of(kind), value);

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            Part(text).Append(name).Append(':').Append(IsPlainValue(value) ? value : Quoted(value));
        }
    }

    private static StringBuilder Part(StringBuilder text) => text.Length == 0 ? text : text.Append(' ');

    /// <summary>Whether a word can stand alone: nothing in it means something to the language.</summary>
    private static bool IsPlainWord(string word) => word.Length > 0 && word.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_');

    private static bool IsPlainValue(string value) => value.Length > 0 && value.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or ':' or '`' or '/' or '>' or '=' or ',');

    private static string Quoted(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
