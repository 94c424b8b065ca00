using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics;

/// <summary>How healthy a service is: what its errors say, and what else it was checked for. An immutable snapshot, for a health page.</summary>
public sealed record ServiceHealth
{
    /// <summary>The worst of all: unhealthy when anything is, else degraded when anything is, else healthy.</summary>
    public ServiceStatus Status { get; private init; }

    /// <summary>When it was checked, UTC.</summary>
    public DateTimeOffset Timestamp { get; private init; }

    /// <summary>What its errors say.</summary>
    public required ErrorTrackingHealth ErrorTracking { get; init; }

    /// <summary>What else it was checked for, in order.</summary>
    public IReadOnlyList<ServiceCheck> Checks { get; private init; } = [];

    /// <summary>Puts findings together. Pure.</summary>
    /// <param name="timestamp">When it was checked.</param>
    /// <param name="errorTracking">What the errors say.</param>
    /// <param name="checks">What else it was checked for; null for nothing.</param>
    /// <returns>The health of the whole.</returns>
    public static ServiceHealth Of(DateTimeOffset timestamp, ErrorTrackingHealth errorTracking, IEnumerable<ServiceCheck>? checks = null)
    {
        ArgumentNullException.ThrowIfNull(errorTracking);
        ServiceCheck[] all = [.. checks ?? []];
        return new ServiceHealth
        {
            Status = all.Select(static check => check.Status).Append(errorTracking.Status).Select(Known).Max(),
            Timestamp = timestamp.ToUniversalTime(),
            ErrorTracking = errorTracking,
            Checks = Array.AsReadOnly(all),
        };
    }

    /// <summary>Writes it as JSON, names in snake_case: <c>status</c>, <c>timestamp</c> and <c>components</c>, of which <c>error_tracking</c> is the first.</summary>
    /// <returns>One JSON object, in several lines.</returns>
    public string ToJson() => JsonMembers.ToText(writer =>
    {
        writer.WriteString("status", Status.ToWireName());
        writer.WriteString("timestamp", Timestamp);
        writer.WriteStartObject("components");
        writer.WriteStartObject("error_tracking");
        writer.WriteString("status", ErrorTracking.Status.ToWireName());
        var isKnown = ErrorTracking.Failure is null;
        writer.WriteNumberOrNull("total_errors", isKnown ? ErrorTracking.TotalErrors : null);
        writer.WriteNumberOrNull("unresolved_errors", isKnown ? ErrorTracking.UnresolvedErrors : null);
        writer.WriteNumberOrNull("recent_24h", isKnown ? ErrorTracking.Recent24h : null);
        writer.WriteNumberOrNull("critical_errors", isKnown ? ErrorTracking.CriticalErrors : null);
        if (ErrorTracking.Failure is { } failure)
        {
            writer.WriteString("failure", JsonValueWriter.Valid(failure));
        }

        writer.WriteEndObject();
        foreach (var check in Checks)
        {
            writer.WriteStartObject(JsonValueWriter.Valid(check.Name));
            writer.WriteString("status", check.Status.ToWireName());
            if (check.Description is { } description)
            {
                writer.WriteString("description", JsonValueWriter.Valid(description));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    // Of a word that is none, nobody can tell.
    private static ServiceStatus Known(ServiceStatus status) => Enum.IsDefined(status) ? status : ServiceStatus.Unhealthy;
}
