namespace ErrorManagement.Analytics.Streams;

/// <summary>What one reader of an <see cref="ErrorStream"/> wants. Immutable.</summary>
public sealed record ErrorStreamRequest
{
    /// <summary>Which events. Default: all.</summary>
    public StreamEventKinds Kinds { get; init; } = StreamEventKinds.All;

    /// <summary>Only errors of this component, case-sensitive; null for all. Of the other events it leaves out none.</summary>
    public string? Component { get; init; }

    /// <summary>Only errors of this severity and above; null for all. Of the other events it leaves out none.</summary>
    public ErrorSeverity? MinSeverity { get; init; }
}
