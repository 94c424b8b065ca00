namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>What a term of a query is about.</summary>
internal enum QueryTermKind
{
    /// <summary>A text that is to be found.</summary>
    Text,

    /// <summary>Where a record stands.</summary>
    Is,

    /// <summary>An error code or a code-like identity.</summary>
    Code,

    /// <summary>The component.</summary>
    Component,

    /// <summary>The error type.</summary>
    Type,

    /// <summary>The category.</summary>
    Category,

    /// <summary>The severity.</summary>
    Severity,

    /// <summary>Last seen at or after.</summary>
    Since,

    /// <summary>Last seen at or before.</summary>
    Until,

    /// <summary>First seen at or after.</summary>
    FirstSince,

    /// <summary>First seen at or before.</summary>
    FirstUntil,

    /// <summary>The release.</summary>
    Release,

    /// <summary>The machine.</summary>
    Host,

    /// <summary>The place where it was seen.</summary>
    Source,

    /// <summary>Whether it is resolved.</summary>
    Resolved,

    /// <summary>The order.</summary>
    Order,

    /// <summary>How many at most.</summary>
    Limit,
}
