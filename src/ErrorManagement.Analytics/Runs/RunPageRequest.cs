namespace ErrorManagement.Analytics.Runs;

/// <summary>Which runs a host's own table is asked for. Immutable.</summary>
public sealed record RunPageRequest
{
    /// <summary>Only runs that started at or after this time are looked at. A page may hold older ones, which are left out.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>How many runs are wanted at most. At least 1.</summary>
    public int PageSize { get; init; }

    /// <summary>What the page before gave as <see cref="RunPage.NextCursor"/>; null for the first page, and where pages go by <see cref="Offset"/>.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many runs the pages before held; 0 for the first page.</summary>
    public long Offset { get; init; }
}
