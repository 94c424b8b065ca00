namespace ErrorManagement.Analytics.Layers;

/// <summary>An error on its way into a layer: named, bounded and without secrets. Holds the exception, so it is kept for no longer than its recovery takes.</summary>
internal readonly record struct NewLayerError
{
    public required string Layer { get; init; }

    public required string ErrorType { get; init; }

    public required string Message { get; init; }

    public required ErrorSeverity Severity { get; init; }

    public IReadOnlyDictionary<string, object?>? Metadata { get; init; }

    public Exception? Exception { get; init; }

    public string? Component { get; init; }

    public OperationContext? Operation { get; init; }

    public ErrorCategory Category { get; init; }

    /// <summary>Whether it comes from the registry, and not from a host that adds it.</summary>
    public bool IsFed { get; init; }

    /// <summary>Whether nothing is to be recovered: the call went well in the end, or the error is one of the library's own.</summary>
    public bool IsSettled { get; init; }
}
