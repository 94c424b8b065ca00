namespace ErrorManagement.Analytics;

/// <summary>One type of errors in a range of time: an immutable snapshot.</summary>
public sealed record TopError
{
    /// <summary>The full name of the type. Few different values.</summary>
    public required string ErrorType { get; init; }

    /// <summary>How often it happened in the range: occurrences, and calls that failed in consequence of them.</summary>
    public long Count { get; init; }

    /// <summary>How many records of it happened in the range: one for each different error of this type.</summary>
    public int RecordCount { get; init; }

    /// <summary>Those of them with the most errors in the range, at most three, falling.</summary>
    public IReadOnlyList<TopErrorRecord> Records { get; init; } = [];
}
