namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>A part of the context that scopes and messages name.</summary>
internal enum KnownName
{
    Operation,
    Action,
    Path,
    Phase,
    Layer,
    Job,
    Request,
    User,

    // These two are no part of the context.
    TraceId,
    SpanId,
}
