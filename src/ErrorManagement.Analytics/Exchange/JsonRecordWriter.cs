using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Writes everything that a record holds as members of a JSON object, without reflection. <see cref="JsonRecordReader"/> reads it.</summary>
internal static class JsonRecordWriter
{
    private static readonly ErrorSources[] EachSource = [.. Enum.GetValues<ErrorSources>().Where(static source => source != ErrorSources.None)];

    public static void WriteMembers(Utf8JsonWriter writer, ErrorRecord error)
    {
        writer.WriteText("id", error.Id.ToString());
        writer.WriteText("fingerprint", error.Fingerprint.ToString());
        writer.WriteTexts("fingerprints", error.Fingerprints.Select(static fingerprint => fingerprint.ToString()));
        writer.WriteString("timestamp", error.FirstSeen);
        writer.WriteText("error_type", error.ErrorType);
        writer.WriteText("error_code", error.Code?.ToString());
        writer.WriteText("identity", error.Identity);
        writer.WriteText("message", error.Message);
        writer.WriteText("template", error.Template);
        writer.WriteText("root_cause", error.RootCause);
        writer.WriteText("culprit", error.Culprit);
        writer.WriteText("component", error.Component);
        writer.WriteText("severity", error.Severity.ToWireName());
        writer.WriteText("category", WireNames<ErrorCategory>.Of(error.Category));
        WriteCounts(writer, error);
        writer.WriteString("first_seen", error.FirstSeen);
        writer.WriteString("last_seen", error.LastSeen);
        WriteLife(writer, error);
        writer.WriteTexts("sources", NamesOf(error.Sources));
        writer.WriteTexts("releases", error.Releases);
        writer.WriteObjects("counts_by_release", error.CountsByRelease, Write);
        writer.WriteTexts("hosts", error.Hosts);
        writer.WritePropertyName("context");
        JsonValueWriter.WriteContext(writer, error.Context);
        writer.WriteObjects("facets", error.Facets, Write);

        // A stack that is text: of all others the lines are in the exceptions.
        writer.WriteText("stack_trace", error.GivenStackTrace);
        writer.WriteObjects("exceptions", error.Exceptions, Write);
        writer.WriteObjects("occurrences", error.Occurrences, Write);
    }

    /// <summary>The names of the places where an error was seen.</summary>
    public static IEnumerable<string> NamesOf(ErrorSources sources) => EachSource.Where(source => sources.HasFlag(source)).Select(WireNames<ErrorSources>.Of);

    private static void WriteCounts(Utf8JsonWriter writer, ErrorRecord error)
    {
        writer.WriteNumber("count", error.Count);
        BySeverity(writer, "counts_by_severity", error.CountsBySeverity);
        writer.WriteNumber("recovered_count", error.RecoveredCount);
        writer.WriteNumber("handled_count", error.HandledCount);
        writer.WriteNumber("consequence_count", error.ConsequenceCount);
        BySeverity(writer, "consequences_by_severity", error.ConsequencesBySeverity);
    }

    private static void WriteLife(Utf8JsonWriter writer, ErrorRecord error)
    {
        writer.WriteText("status", WireNames<ErrorStatus>.Of(error.Status));
        writer.WriteBoolean("resolved", error.Resolved);
        writer.WriteTime("resolved_at", error.ResolvedAt);
        writer.WriteText("resolved_in_release", error.ResolvedInRelease);
        writer.WriteTime("muted_until", error.MutedUntil);
        writer.WriteNumberOrNull("muted_until_per_hour", error.MutedUntilPerHour);
        writer.WriteObjects("status_changes", error.StatusChanges, Write);
    }

    private static void Write(Utf8JsonWriter writer, ReleaseCount one)
    {
        writer.WriteText("release", one.Release);
        writer.WriteNumber("count", one.Count);
        writer.WriteString("first_seen", one.FirstSeen);
        writer.WriteString("last_seen", one.LastSeen);
        writer.WritePropertyName("crowding");
        if (one.Crowding is not { } crowding)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        Real(writer, "minute", crowding.Minute);
        Real(writer, "ten_minutes", crowding.TenMinutes);
        Real(writer, "hour", crowding.Hour);
        writer.WriteEndObject();
    }

    // JSON knows no infinity, and nobody is crowded by that many.
    private static void Real(Utf8JsonWriter writer, string name, double value) => writer.WriteNumber(name, double.IsFinite(value) ? value : 0);

    private static void Write(Utf8JsonWriter writer, StatusChange change)
    {
        writer.WriteString("at", change.At);
        writer.WriteText("kind", WireNames<ErrorChange>.Of(change.Kind));
        writer.WriteText("from", WireNames<ErrorStatus>.Of(change.From));
        writer.WriteText("to", WireNames<ErrorStatus>.Of(change.To));
        writer.WriteText("reason", change.Reason);
    }

    private static void Write(Utf8JsonWriter writer, MessageFacet facet)
    {
        writer.WriteText("placeholder", facet.Placeholder);
        writer.WriteNumber("position", facet.Position);
        writer.WriteObjects("values", facet.Values, static (to, value) =>
        {
            to.WriteText("value", value.Value);
            to.WriteNumber("count", value.Count);
        });
        writer.WriteNumber("others", facet.Others);
    }

    private static void Write(Utf8JsonWriter writer, ExceptionDetails exception)
    {
        writer.WriteText("error_type", exception.ErrorType);
        writer.WriteText("message", exception.Message);
        writer.WriteNumberOrNull("parent", exception.Parent);
        writer.WriteNumber("left_out", exception.LeftOut);
        writer.WriteText("stack_trace", exception.Frames.Count == 0 ? exception.StackTrace : null);
        writer.WriteObjects("frames", exception.Frames, static (to, line) =>
        {
            to.WriteText("text", line.Text);
            to.WriteBoolean("own", line.IsOwn);
        });
    }

    private static void Write(Utf8JsonWriter writer, SampledOccurrence occurrence)
    {
        writer.WriteString("timestamp", occurrence.Timestamp);
        writer.WriteText("message", occurrence.Message);
        writer.WriteText("severity", occurrence.Severity.ToWireName());
        writer.WriteText("trace_id", occurrence.TraceId);
        writer.WriteText("span_id", occurrence.SpanId);
        writer.WriteText("release", occurrence.Release);
        writer.WriteText("host", occurrence.Host);
        writer.WriteTexts("sources", NamesOf(occurrence.Source));
        writer.WriteBoolean("recovered", occurrence.Recovered);
        writer.WriteBoolean("handled", occurrence.Handled);
        writer.WritePropertyName("resilience");
        Write(writer, occurrence.Resilience);
        writer.WritePropertyName("context");
        JsonValueWriter.WriteContext(writer, occurrence.Context);
    }

    private static void Write(Utf8JsonWriter writer, ResilienceNote? note)
    {
        if (note is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumberOrNull("attempt", note.Attempt);
        writer.WriteNumberOrNull("max_attempts", note.MaxAttempts);
        writer.WriteText("breaker", note.Breaker);
        writer.WriteText("breaker_state", note.BreakerState);
        writer.WriteText("fallback", note.Fallback);
        writer.WriteEndObject();
    }

    private static void BySeverity(Utf8JsonWriter writer, string name, IReadOnlyDictionary<ErrorSeverity, long> counts)
    {
        writer.WriteStartObject(name);
        foreach (var (severity, count) in counts.OrderBy(static entry => entry.Key))
        {
            writer.WriteNumber(severity.ToWireName(), count);
        }

        writer.WriteEndObject();
    }
}
