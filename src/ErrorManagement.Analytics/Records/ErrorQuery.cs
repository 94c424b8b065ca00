namespace ErrorManagement.Analytics;

/// <summary>Which records to return, newest first. All conditions must hold; null is no condition.</summary>
public sealed record ErrorQuery
{
    /// <summary>Last seen at or after this instant.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exactly this severity.</summary>
    public ErrorSeverity? Severity { get; init; }

    /// <summary>Exactly this component, case-sensitive.</summary>
    public string? Component { get; init; }

    /// <summary>Exactly this error type: the full name or the name without its namespace, case-sensitive.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Only resolved (true) or only unresolved (false) records.</summary>
    public bool? Resolved { get; init; }

    /// <summary>At most so many; 0 returns none; null, the default, returns all. Must not be negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? Limit
    {
        get;
        init
        {
            if (value < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The limit of a query must be 0 or more; it is {value}.");
            }

            field = value;
        }
    }
}
