namespace ErrorManagement.Analytics;

/// <summary>Tells of a step in the life of a record.</summary>
/// <param name="id">The record's handle.</param>
/// <param name="fingerprint">The record's durable identity.</param>
/// <param name="component">The part of the host it happens in.</param>
/// <param name="errorType">The full name of its type.</param>
/// <param name="change">The step.</param>
public sealed class ErrorChangedEventArgs(ErrorId id, Grouping.ErrorFingerprint fingerprint, string component, string errorType, StatusChange change) : EventArgs
{
    /// <summary>The record's handle in this process.</summary>
    public ErrorId Id { get; } = id;

    /// <summary>The record's durable identity.</summary>
    public Grouping.ErrorFingerprint Fingerprint { get; } = fingerprint;

    /// <summary>The part of the host it happens in. Few different values.</summary>
    public string Component { get; } = component;

    /// <summary>The full name of its type. Few different values.</summary>
    public string ErrorType { get; } = errorType;

    /// <summary>Its message with placeholders in the place of values, scrubbed as in the record; null where that is not known. Many different values.</summary>
    public string? Template { get; init; }

    /// <summary>The step.</summary>
    public StatusChange Change { get; } = change;
}
