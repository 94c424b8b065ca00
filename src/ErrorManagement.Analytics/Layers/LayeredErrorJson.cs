using System.Text.Json;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Writes what a context knows as JSON.</summary>
internal static class LayeredErrorJson
{
    public static string Write(LayeredErrorSnapshot snapshot) => JsonMembers.ToText(writer =>
    {
        writer.WriteString("timestamp", snapshot.At);
        writer.WriteNumber("error_count", snapshot.ErrorCount);
        writer.WriteNumber("missed_errors", snapshot.MissedErrors);
        writer.WriteString("escalation_level", WordOf(snapshot.EscalationLevel));
        writer.WriteNumber("recovery_attempts", snapshot.Recovery.TotalAttempts);
        writer.WritePropertyName("original_error");
        WriteError(writer, snapshot.OriginalError);
        writer.WriteStartObject("correlation");
        foreach (var (name, value) in snapshot.Correlation.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("layers");
        foreach (var layer in snapshot.Layers)
        {
            writer.WritePropertyName(layer.Layer);
            WriteLayer(writer, layer);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("pattern_summary");
        WritePatterns(writer, snapshot.Patterns);
        writer.WritePropertyName("recovery_summary");
        WriteRecovery(writer, snapshot.Recovery);
    });

    private static void WriteLayer(Utf8JsonWriter writer, LayerStatus layer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("known", layer.IsKnown);
        writer.WriteNumber("error_count", layer.ErrorCount);
        writer.WriteNumber("severity_score", layer.SeverityScore);
        writer.WriteString("escalation_level", WordOf(layer.EscalationLevel));
        writer.WriteBoolean("should_escalate", layer.ShouldEscalate);
        writer.WriteNumber("errors_per_minute", layer.ErrorsPerMinute);
        writer.WriteBoolean("over_limit", layer.IsOverLimit);
        writer.WritePropertyName("last_error");
        WriteError(writer, layer.LastError);
        writer.WriteNumber("recovery_attempts", layer.RecoveryAttempts);
        writer.WriteNumber("successful_recoveries", layer.SuccessfulRecoveries);
        writer.WriteNumber("skipped_recoveries", layer.SkippedRecoveries);
        writer.WriteStartObject("metadata");
        foreach (var (name, value) in JsonValueWriter.Entries(new OperationContext { Data = layer.Metadata }).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, LayerError? error)
    {
        if (error is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("layer", error.Layer);
        writer.WriteString("error_type", error.ErrorType);
        writer.WriteString("message", error.Message);
        writer.WriteString("severity", WordOf(error.Severity));
        writer.WriteString("timestamp", error.At);
        writer.WriteEndObject();
    }

    private static void WritePatterns(Utf8JsonWriter writer, LayerPatternSummary patterns)
    {
        writer.WriteStartObject();
        writer.WriteNumber("total_patterns", patterns.TotalPatterns);
        writer.WriteNumber("running_patterns", patterns.RunningPatterns);
        writer.WriteStartObject("pattern_types");
        foreach (var (kind, count) in patterns.PatternTypes)
        {
            writer.WriteNumber(kind, count);
        }

        writer.WriteEndObject();
        writer.WriteNumber("high_confidence_patterns", patterns.HighConfidencePatterns);
        writer.WriteObjects("latest_patterns", patterns.LatestPatterns, static (to, pattern) =>
        {
            to.WriteString("id", pattern.Id);
            to.WriteString("type", pattern.Kind.ToWireName());
            to.WriteNumber("confidence", pattern.Confidence);
            to.WriteTexts("affected_layers", pattern.AffectedLayers);
            to.WriteTexts("suggested_actions", pattern.SuggestedActions);
        });
        writer.WriteEndObject();
    }

    private static void WriteRecovery(Utf8JsonWriter writer, RecoverySummary recovery)
    {
        writer.WriteStartObject();
        writer.WriteNumber("total_attempts", recovery.TotalAttempts);
        writer.WriteNumber("successful_attempts", recovery.SuccessfulAttempts);
        writer.WriteNumber("success_rate", recovery.SuccessRate);
        writer.WriteNumber("average_duration_ms", recovery.AverageDurationMs);
        writer.WriteObjects("last_attempts", recovery.LastAttempts, static (to, attempt) =>
        {
            to.WriteString("action", attempt.Action);
            to.WriteString("result", WordOf(attempt.Outcome));
            to.WriteNumber("duration_ms", attempt.DurationMs);
            to.WriteString("attempted_at", attempt.AttemptedAt);
        });
        writer.WriteEndObject();
    }

    private static string WordOf(ErrorSeverity severity) => severity switch
    {
        <= ErrorSeverity.Info => "low",
        ErrorSeverity.Warning => "medium",
        ErrorSeverity.Critical => "critical",
        _ => "high",
    };

    private static string WordOf(RecoveryOutcome outcome) => outcome switch
    {
        RecoveryOutcome.Success => "success",
        RecoveryOutcome.Partial => "partial",
        RecoveryOutcome.Failed => "failed",
        _ => "not_attempted",
    };
}
