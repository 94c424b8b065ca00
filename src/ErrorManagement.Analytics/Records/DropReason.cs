namespace ErrorManagement.Analytics;

/// <summary>Why the details of an occurrence were lost.</summary>
public enum DropReason
{
    /// <summary>The queue of new errors was full.</summary>
    QueueFull,

    /// <summary>Recording it failed inside the library or in the exception's own members.</summary>
    Failure,

    /// <summary>It was recorded from within the recording of another one.</summary>
    Reentrant,

    /// <summary>Its record was the one longest unseen and had to give its place to a new one.</summary>
    Evicted,
}
