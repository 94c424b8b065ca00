namespace ErrorManagement.Analytics;

/// <summary>Why the details of an occurrence were lost.</summary>
public enum DropReason
{
    /// <summary>The queue of new errors was full, or its half that one group of errors may take. Counted with the record that differs from it in nothing but its stack, where there is one, else without a record.</summary>
    QueueFull,

    /// <summary>Recording it failed inside the library or in the exception's own members. In no other figure.</summary>
    Failure,

    /// <summary>It was recorded from within the recording of another one. In no other figure.</summary>
    Reentrant,

    /// <summary>Its record was the one longest unseen and had to give its place to a new one. It stays in all totals.</summary>
    Evicted,

    /// <summary>It was counted, but its details could not be finished: names, symbols or a context failed while they were read. It stays in all totals.</summary>
    Unfinished,

    /// <summary>Its record is muted or ignored: it is counted, and no example of it is kept.</summary>
    Muted,
}
