namespace ErrorManagement.Analytics.Alerts;

/// <summary>Alerts that nobody is to be told of for a while: an immutable snapshot.</summary>
public sealed record AlertSilence
{
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>What names it. Many different values, no private data.</summary>
    public required string Id { get; init; }

    /// <summary>The rule whose alerts it is for; <c>*</c> for those of every rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The labels that an alert must have, all of them with these values; empty for whatever labels it has.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ends, UTC, by the wall clock as it was when it began. It ends by the steady clock: a wall clock that is set changes nothing.</summary>
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>Who made it; null when that was not said. May name a person; at most 100 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Why; null when that was not said. May hold private data of who wrote it; at most 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it is for an alert. Pure; does not look at the time.</summary>
    /// <param name="alert">The alert.</param>
    /// <returns>Whether its rule and its labels are those of the silence.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="alert"/> is null.</exception>
    public bool Matches(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return Matches(alert.Rule, alert.Labels);
    }

    internal bool Matches(string rule, IReadOnlyDictionary<string, string> labels)
    {
        if (Rule != "*" && !string.Equals(Rule, rule, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var (name, value) in Labels)
        {
            if (!labels.TryGetValue(name, out var found) || !string.Equals(found, value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
