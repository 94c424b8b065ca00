namespace ErrorManagement.Handling;

/// <summary>What an <see cref="IErrorHandler"/> must know of a call. Immutable, so that one may serve all calls of a kind, unless the host changes the map behind <see cref="Data"/>.</summary>
public sealed record HandlingContext
{
    /// <summary>Makes a context.</summary>
    /// <param name="component">The part of the host, such as <c>payments</c>: fallbacks, circuit breaker and the target of recovery actions go by it. Few different values, no private data.</param>
    /// <param name="operation">The operation, such as <c>charge</c>; null when that is not known. Few different values, no private data.</param>
    /// <exception cref="ArgumentException"><paramref name="component"/> is null or blank.</exception>
    public HandlingContext(string component, string? operation = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(component);
        Component = component;
        Operation = operation;
    }

    /// <summary>The part of the host.</summary>
    public string Component { get; }

    /// <summary>The operation, or null.</summary>
    public string? Operation { get; init; }

    /// <summary>The layer, such as <c>service</c>; null when that is not known. Few different values.</summary>
    public string? Layer { get; init; }

    /// <summary>The request; null makes an id when the call fails. Many different values.</summary>
    public string? RequestId { get; init; }

    /// <summary>The user; null when there is none. Many different values; may be private data: it goes to the sink and into <see cref="ErrorHandled"/>, and nowhere else.</summary>
    public string? UserId { get; init; }

    /// <summary>Anything else, by name, for the sink; null is the same as empty. Read only when the call fails. May hold private data.</summary>
    public IReadOnlyDictionary<string, object?>? Data { get; init; }

    /// <summary>
    /// What tells the answers of one operation apart: its result is kept under component, operation, type and this key, and answers when a later call under the same ones fails.
    /// Null, the default: it is not kept, and no earlier one answers. Must name everything the answer depends on, the user among it where it does; for an operation without arguments the empty string will do.
    /// </summary>
    public string? CacheKey { get; init; }

    /// <summary>Whether the operation may be run again after a failure. Default true; false for what must not happen twice, such as a payment without an idempotency key.</summary>
    public bool IsRepeatable { get; init; } = true;
}
