namespace ErrorManagement.Analytics;

/// <summary>The errors of one component, type, message template and category, followed over time. Immutable.</summary>
/// <remarks>Wider than a record: errors with one message that come from several places in the code are several records and one group.</remarks>
public sealed record MessageGroup
{
    /// <summary>The component. Few different values.</summary>
    public required string Component { get; init; }

    /// <summary>The type. Few different values.</summary>
    public required string ErrorType { get; init; }

    /// <summary>The message with its values replaced by placeholders. One value a group.</summary>
    public required string Template { get; init; }

    /// <summary>What kind of failure it is.</summary>
    public ErrorCategory Category { get; init; }

    /// <summary>The highest severity it was recorded with.</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary>How often it happened, in the records that are held.</summary>
    public long Count { get; init; }

    /// <summary>When it was first seen, UTC.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last seen, UTC.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Its records, those with the most occurrences first; at most five.</summary>
    public IReadOnlyList<ErrorId> Records { get; init; } = [];

    /// <summary>Puts records together by component, type, template and category. Pure.</summary>
    /// <param name="records">The records, in any order.</param>
    /// <param name="limit">At most so many groups; 0 or more, null for all.</param>
    /// <returns>The groups, with the most occurrences first; with equal numbers in the order of component, type, template.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="records"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static IReadOnlyList<MessageGroup> Of(IEnumerable<ErrorRecord> records, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (limit is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(limit));
        }

        return
        [
            .. records.GroupBy(static record => (record.Component, record.ErrorType, record.Template, record.Category))
                .Select(static group => Of([.. group.OrderByDescending(static record => record.Count).ThenBy(static record => record.Id.Value)]))
                .OrderByDescending(static group => group.Count)
                .ThenBy(static group => group.Component, StringComparer.Ordinal)
                .ThenBy(static group => group.ErrorType, StringComparer.Ordinal)
                .ThenBy(static group => group.Template, StringComparer.Ordinal)
                .Take(limit ?? int.MaxValue),
        ];
    }

    private static MessageGroup Of(ErrorRecord[] records)
    {
        const int mostRecords = 5;
        return new MessageGroup
        {
            Component = records[0].Component,
            ErrorType = records[0].ErrorType,
            Template = records[0].Template,
            Category = records[0].Category,
            Severity = records.Max(static record => record.Severity),
            Count = records.Sum(static record => record.Count),
            FirstSeen = records.Min(static record => record.FirstSeen),
            LastSeen = records.Max(static record => record.LastSeen),
            Records = [.. records.Take(mostRecords).Select(static record => record.Id)],
        };
    }
}
