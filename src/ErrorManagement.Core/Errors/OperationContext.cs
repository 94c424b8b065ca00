namespace ErrorManagement;

/// <summary>What was being done when an error happened. All parts are optional; null means not known.</summary>
/// <remarks>Immutable, unless the host changes the map behind <see cref="Data"/>. Values may be private data: they are kept with sampled occurrences only.</remarks>
public sealed record OperationContext
{
    /// <summary>The operation, such as <c>charge</c>. Few different values.</summary>
    public string? Operation { get; init; }

    /// <summary>The phase of a longer run, such as <c>build</c>. Few different values.</summary>
    public string? Phase { get; init; }

    /// <summary>The layer, such as <c>api</c>, <c>service</c>, <c>core</c> or <c>infrastructure</c>. Few different values.</summary>
    public string? Layer { get; init; }

    /// <summary>The job or run. Many different values.</summary>
    public string? JobId { get; init; }

    /// <summary>The request. Many different values.</summary>
    public string? RequestId { get; init; }

    /// <summary>The user. Many different values; may be private data.</summary>
    public string? UserId { get; init; }

    /// <summary>Anything else, by name. Null is the same as empty.</summary>
    public IReadOnlyDictionary<string, object?>? Data { get; init; }
}
