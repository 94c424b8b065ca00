using System.Collections.Frozen;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>The names by which hosts and frameworks give parts of the context to their scopes; upper and lower case are the same.</summary>
internal static class KnownNames
{
    public const int Count = (int)KnownName.SpanId + 1;

    private static readonly FrozenDictionary<string, KnownName> Table = new Dictionary<string, KnownName>
    {
        ["Operation"] = KnownName.Operation,
        ["OperationName"] = KnownName.Operation,
        ["operation_name"] = KnownName.Operation,
        ["ActionName"] = KnownName.Action,
        ["RequestPath"] = KnownName.Path,
        ["Phase"] = KnownName.Phase,
        ["Layer"] = KnownName.Layer,
        ["JobId"] = KnownName.Job,
        ["job_id"] = KnownName.Job,
        ["RunId"] = KnownName.Job,
        ["run_id"] = KnownName.Job,
        ["RequestId"] = KnownName.Request,
        ["request_id"] = KnownName.Request,
        ["UserId"] = KnownName.User,
        ["user_id"] = KnownName.User,
        ["UserName"] = KnownName.User,
        ["TraceId"] = KnownName.TraceId,
        ["trace_id"] = KnownName.TraceId,
        ["SpanId"] = KnownName.SpanId,
        ["span_id"] = KnownName.SpanId,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool TryGet(string name, out KnownName known) => Table.TryGetValue(name, out known);
}
