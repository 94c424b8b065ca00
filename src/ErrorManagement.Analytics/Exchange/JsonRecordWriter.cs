using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Writes everything that a record holds as members of a JSON object, without reflection. <see cref="JsonRecordReader"/> reads it.</summary>
internal static class JsonRecordWriter
{
    private static readonly ErrorSources[] EachSource = [.. Enum.GetValues<ErrorSources>().Where(static source => source != ErrorSources.None)];

    public static void WriteMembers(Utf8JsonWriter writer, ErrorRecord error)
    {
        Text(writer, "id", error.Id.ToString());
        Text(writer, "fingerprint", error.Fingerprint.ToString());
        Texts(writer, "fingerprints", error.Fingerprints.Select(static fingerprint => fingerprint.ToString()));
        writer.WriteString("timestamp", error.FirstSeen);
        Text(writer, "error_type", error.ErrorType);
        Text(writer, "error_code", error.Code?.ToString());
        Text(writer, "identity", error.Identity);
        Text(writer, "message", error.Message);
        Text(writer, "template", error.Template);
        Text(writer, "root_cause", error.RootCause);
        Text(writer, "culprit", error.Culprit);
        Text(writer, "component", error.Component);
        Text(writer, "severity", error.Severity.ToWireName());
        Text(writer, "category", WireNames<ErrorCategory>.Of(error.Category));
        WriteCounts(writer, error);
        writer.WriteString("first_seen", error.FirstSeen);
        writer.WriteString("last_seen", error.LastSeen);
        WriteLife(writer, error);
        Texts(writer, "sources", NamesOf(error.Sources));
        Texts(writer, "releases", error.Releases);
        Objects(writer, "counts_by_release", error.CountsByRelease, Write);
        Texts(writer, "hosts", error.Hosts);
        writer.WritePropertyName("context");
        JsonValueWriter.WriteContext(writer, error.Context);
        Objects(writer, "facets", error.Facets, Write);

        // A stack that is text: of all others the lines are in the exceptions.
        Text(writer, "stack_trace", error.GivenStackTrace);
        Objects(writer, "exceptions", error.Exceptions, Write);
        Objects(writer, "occurrences", error.Occurrences, Write);
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
        Text(writer, "status", WireNames<ErrorStatus>.Of(error.Status));
        writer.WriteBoolean("resolved", error.Resolved);
        Time(writer, "resolved_at", error.ResolvedAt);
        Text(writer, "resolved_in_release", error.ResolvedInRelease);
        Time(writer, "muted_until", error.MutedUntil);
        Number(writer, "muted_until_per_hour", error.MutedUntilPerHour);
        Objects(writer, "status_changes", error.StatusChanges, Write);
    }

    private static void Write(Utf8JsonWriter writer, ReleaseCount one)
    {
        Text(writer, "release", one.Release);
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
        Text(writer, "kind", WireNames<ErrorChange>.Of(change.Kind));
        Text(writer, "from", WireNames<ErrorStatus>.Of(change.From));
        Text(writer, "to", WireNames<ErrorStatus>.Of(change.To));
        Text(writer, "reason", change.Reason);
    }

    private static void Write(Utf8JsonWriter writer, MessageFacet facet)
    {
        Text(writer, "placeholder", facet.Placeholder);
        writer.WriteNumber("position", facet.Position);
        Objects(writer, "values", facet.Values, static (to, value) =>
        {
            Text(to, "value", value.Value);
            to.WriteNumber("count", value.Count);
        });
        writer.WriteNumber("others", facet.Others);
    }

    private static void Write(Utf8JsonWriter writer, ExceptionDetails exception)
    {
        Text(writer, "error_type", exception.ErrorType);
        Text(writer, "message", exception.Message);
        Number(writer, "parent", exception.Parent);
        writer.WriteNumber("left_out", exception.LeftOut);
        Text(writer, "stack_trace", exception.Frames.Count == 0 ? exception.StackTrace : null);
        Objects(writer, "frames", exception.Frames, static (to, line) =>
        {
            Text(to, "text", line.Text);
            to.WriteBoolean("own", line.IsOwn);
        });
    }

    private static void Write(Utf8JsonWriter writer, SampledOccurrence occurrence)
    {
        writer.WriteString("timestamp", occurrence.Timestamp);
        Text(writer, "message", occurrence.Message);
        Text(writer, "severity", occurrence.Severity.ToWireName());
        Text(writer, "trace_id", occurrence.TraceId);
        Text(writer, "span_id", occurrence.SpanId);
        Text(writer, "release", occurrence.Release);
        Text(writer, "host", occurrence.Host);
        Texts(writer, "sources", NamesOf(occurrence.Source));
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
        Number(writer, "attempt", note.Attempt);
        Number(writer, "max_attempts", note.MaxAttempts);
        Text(writer, "breaker", note.Breaker);
        Text(writer, "breaker_state", note.BreakerState);
        Text(writer, "fallback", note.Fallback);
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

    private static void Objects<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(JsonValueWriter.Valid(value));
        }

        writer.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteString(name, time);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteString(name, JsonValueWriter.Valid(value));
        }
    }
}
