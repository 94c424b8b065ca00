using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Streams;

/// <summary>Builds events. When that fails, an event of the same name says so: a reader is never left without one (S3.26).</summary>
internal sealed class StreamEvents(IErrorRegistry registry, Func<double>? health, ICircuitBreakerRegistry? breakers, RecoveryManager? recovery, TimeProvider timeProvider, int longestMessage)
{
    private const int MostBreakers = 100;
    private const string Gone = "The record is no longer held.";
    private const string NotBuilt = "The event could not be built.";

    private long _lastId;

    public StreamEvent Error(RecordGate gate, long occurrences, ErrorSeverity severity)
    {
        try
        {
            var record = registry.Find(gate.Record);
            return Numbered(StreamEvent.Error, StreamJson.Default.ErrorEventData, new ErrorEventData
            {
                ErrorId = (record?.Id ?? gate.Record).ToString(),
                Component = Valid(gate.Component),
                Operation = ValidOrNull(gate.Context?.Operation),
                ErrorType = Valid(gate.ErrorType),
                ErrorMessage = record is null ? Gone : Valid(BoundedText.Cut(record.Message, longestMessage)),
                Timestamp = gate.At,
                RequestId = ValidOrNull(gate.Context?.RequestId),
                Severity = severity.ToWireName(),
                Category = record is null ? null : WireNames<ErrorCategory>.Of(record.Category),
                Code = record is null ? null : ValidOrNull(record.Code?.ToString() ?? record.Identity),
                Occurrences = occurrences,
                Count = record?.Count,
            });
        }
        catch (Exception e)
        {
            // Known without asking anybody.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return Numbered(StreamEvent.Error, StreamJson.Default.ErrorEventData, new ErrorEventData
            {
                ErrorId = gate.Record.ToString(),
                Component = Valid(gate.Component),
                ErrorType = Valid(gate.ErrorType),
                ErrorMessage = NotBuilt,
                Timestamp = gate.At,
                Severity = severity.ToWireName(),
                Occurrences = occurrences,
            });
        }
    }

    public StreamEvent Circuit(CircuitTransitioned transition) => Built(StreamEvent.Circuit, StreamJson.Default.CircuitEventData, () => new CircuitEventData
    {
        Breaker = Valid(transition.BreakerName),
        From = WireNames<CircuitState>.Of(transition.From),
        To = WireNames<CircuitState>.Of(transition.To),
        Mode = WireNames<CircuitMode>.Of(transition.ToMode),
        Reason = WireNames<CircuitTransitionReason>.Of(transition.Reason),
        Timestamp = transition.At.ToUniversalTime(),
        BreakDurationMs = (long?)transition.BreakDuration?.TotalMilliseconds,
        FailureCount = transition.FailureCount,
        Causes = [.. transition.Causes.Select(static cause => new CircuitCauseData(Valid(cause.ErrorType), ValidOrNull(cause.Code), cause.Count, cause.RecordId.IsNone ? null : cause.RecordId.ToString()))],
    });

    public StreamEvent Performance() => Built(StreamEvent.Performance, StreamJson.Default.PerformanceEventData, () =>
    {
        var statistics = registry.GetStatistics();
        var attempts = recovery?.GetSummary();
        var metrics = breakers?.GetMetrics().Breakers.Values ?? [];
        return new PerformanceEventData
        {
            Timestamp = Now(),
            TotalErrors = statistics.TotalCount,
            UniqueErrors = statistics.UniqueErrors,
            ErrorRatePerMinute = statistics.ErrorRatePerMinute,
            CurrentRatePerMinute = statistics.CurrentRatePerMinute,
            RecentErrors1h = statistics.RecentErrors1h,
            ErrorsBySeverity = statistics.SeverityBreakdown.OrderBy(static entry => entry.Key).ToDictionary(static entry => entry.Key.ToWireName(), static entry => entry.Value),
            RecoverySuccessRate = attempts is { TotalAttempts: > 0 } ? attempts.SuccessRate : null,
            AvgRecoveryTimeMs = attempts is { TotalAttempts: > 0 } ? attempts.AverageDurationMs : null,
            BreakerCount = metrics.Count(),
            Breakers = [.. metrics.OrderBy(static breaker => breaker.State == CircuitState.Closed).ThenBy(static breaker => breaker.Name, StringComparer.Ordinal).Take(MostBreakers).Select(DataOf)],
        };
    });

    public StreamEvent Status() => Built(StreamEvent.Status, StreamJson.Default.StatusEventData, () =>
    {
        var statistics = registry.GetStatistics();
        var states = breakers?.All.Select(static breaker => breaker.State).ToArray() ?? [];
        return new StatusEventData
        {
            Timestamp = Now(),
            HealthScore = health?.Invoke(),
            UptimeSeconds = Math.Round(statistics.Uptime.TotalSeconds, 3),
            TotalErrors = statistics.TotalCount,
            UniqueErrors = statistics.UniqueErrors,
            RunningPatterns = statistics.PatternsDetected,
            OpenBreakers = states.Count(static state => state == CircuitState.Open),
            HalfOpenBreakers = states.Count(static state => state == CircuitState.HalfOpen),
        };
    });

    public StreamEvent Heartbeat() => new(StreamEvent.Heartbeat, JsonSerializer.Serialize(new HeartbeatEventData(Now()), StreamJson.Default.HeartbeatEventData));

    public StreamEvent Dropped(long dropped, long total) => new(StreamEvent.Dropped, JsonSerializer.Serialize(new DroppedEventData(dropped, total, Now()), StreamJson.Default.DroppedEventData));

    private static BreakerData DataOf(CircuitBreakerMetrics metrics) => new(
        Valid(metrics.Name),
        WireNames<CircuitState>.Of(metrics.State),
        WireNames<CircuitMode>.Of(metrics.Mode),
        metrics.TotalCalls,
        metrics.FailedCalls,
        metrics.RejectedCalls,
        metrics.FailureRate);

    private StreamEvent Built<T>(string name, JsonTypeInfo<T> form, Func<T> make)
    {
        try
        {
            return Numbered(name, form, make());
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return Numbered(name, StreamJson.Default.FailedEventData, new FailedEventData(name, Valid(e.GetType().FullName ?? ""), Now()));
        }
    }

    private StreamEvent Numbered<T>(string name, JsonTypeInfo<T> form, T data) =>
        new(name, JsonSerializer.Serialize(data, form)) { Id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture) };

    private DateTimeOffset Now() => timeProvider.GetUtcNow().ToUniversalTime();

    private static string Valid(string? text) => JsonValueWriter.Valid(text ?? "");

    private static string? ValidOrNull(string? text) => text is null ? null : JsonValueWriter.Valid(text);
}
