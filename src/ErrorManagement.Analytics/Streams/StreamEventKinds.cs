namespace ErrorManagement.Analytics.Streams;

/// <summary>Which events a reader of an <see cref="ErrorStream"/> wants. That events were lost is always told.</summary>
[Flags]
public enum StreamEventKinds
{
    /// <summary>None but what is told always.</summary>
    None = 0,

    /// <summary>Errors. <c>error</c></summary>
    Errors = 1,

    /// <summary>Circuit breakers that change their state or mode. <c>circuit</c></summary>
    Circuits = 2,

    /// <summary>Figures, now and then. <c>performance</c></summary>
    Performance = 4,

    /// <summary>How the host is, at first and now and then. <c>status</c></summary>
    Status = 8,

    /// <summary>A sign of life where nothing else is told. <c>heartbeat</c></summary>
    Heartbeats = 16,

    /// <summary>All of them.</summary>
    All = Errors | Circuits | Performance | Status | Heartbeats,
}
