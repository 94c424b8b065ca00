using ErrorManagement.Analytics.Dashboards;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics;

/// <summary>The states of the circuit breakers and how these changed in a range of time: an immutable snapshot.</summary>
public sealed record CircuitBreakersChart
{
    /// <summary>The type of this chart on the wire: <c>circuit_breakers</c>.</summary>
    public const string ChartType = "circuit_breakers";

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "Circuit breakers";

    /// <summary>How many breakers there are, also where <see cref="Data"/> has not all.</summary>
    public int Count { get; init; }

    /// <summary>How many of them are open.</summary>
    public int Open { get; init; }

    /// <summary>How many of them are half-open.</summary>
    public int HalfOpen { get; init; }

    /// <summary>The breakers: the open ones first, then the half-open ones, each by name.</summary>
    public IReadOnlyList<CircuitOnChart> Data { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <param name="indented">Whether in several lines, for people; in one by default.</param>
    /// <returns>One JSON object.</returns>
    public string ToJson(bool indented = false) => ChartJson.Text(ToData(), static form => form.CircuitBreakersData, indented);

    /// <summary>Writes it as JSON, in one line, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    public Task WriteJsonAsync(Stream destination, CancellationToken cancellationToken = default) =>
        ChartJson.WriteAsync(destination, ToData(), static form => form.CircuitBreakersData, cancellationToken);

    internal CircuitBreakersData ToData() => new()
    {
        Title = ChartJson.Valid(Title),
        Count = Count,
        Open = Open,
        HalfOpen = HalfOpen,
        Data = [.. Data.Select(static breaker => new CircuitBreakersData.BreakerRow
        {
            Name = ChartJson.Valid(breaker.Name),
            State = WireNames<CircuitState>.Of(breaker.State),
            Mode = WireNames<CircuitMode>.Of(breaker.Mode),
            StateSince = breaker.StateSince.ToUniversalTime(),
            RetryAfterSeconds = breaker.RetryAfter is { } wait ? ChartJson.Number(wait.TotalSeconds) : null,
            Transitions = [.. breaker.Transitions.Select(DataOf)],
        })],
    };

    private static CircuitBreakersData.TransitionAt DataOf(CircuitTransitioned transition) => new()
    {
        Timestamp = transition.At.ToUnixTimeSeconds(),
        Datetime = transition.At.ToUniversalTime(),
        From = WireNames<CircuitState>.Of(transition.From),
        To = WireNames<CircuitState>.Of(transition.To),
        Mode = WireNames<CircuitMode>.Of(transition.ToMode),
        Reason = WireNames<CircuitTransitionReason>.Of(transition.Reason),
        BreakDurationMs = (long?)transition.BreakDuration?.TotalMilliseconds,
        FailureCount = transition.FailureCount,
        Causes = [.. transition.Causes.Select(static cause => new CircuitBreakersData.Cause(
            ChartJson.Valid(cause.ErrorType), ChartJson.ValidOrNull(cause.Code), cause.Count, cause.RecordId.IsNone ? null : cause.RecordId.ToString()))],
    };
}
