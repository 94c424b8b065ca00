using System.Buffers;
using System.Text.Json;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Writes records as one JSON object, piece by piece, without reflection.</summary>
internal static class JsonErrorExporter
{
    private const int FlushAt = 32 * 1024;

    public static async Task WriteAsync(Stream destination, IReadOnlyList<ErrorRecord> errors, string? application, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Not straight to the stream: a writer that owns it would write what is left when it is disposed, also to a stream that failed or after the caller gave up.
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        cancellationToken.ThrowIfCancellationRequested();
        writer.WriteStartObject();
        writer.WriteString("exported_at", now);
        if (application is not null)
        {
            writer.WriteString("application", JsonValueWriter.Valid(application));
        }

        writer.WriteNumber("count", errors.Count);
        writer.WriteStartArray("errors");
        foreach (var error in errors)
        {
            Write(writer, error);
            if (buffer.WrittenCount + writer.BytesPending >= FlushAt)
            {
                await PassOnAsync(writer, buffer, destination, cancellationToken).ConfigureAwait(false);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await PassOnAsync(writer, buffer, destination, cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task PassOnAsync(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, Stream destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        writer.Flush();
        await destination.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        buffer.ResetWrittenCount();
    }

    private static void Write(Utf8JsonWriter writer, ErrorRecord error)
    {
        writer.WriteStartObject();
        writer.WriteString("id", error.Id.ToString());
        writer.WriteString("fingerprint", error.Fingerprint.ToString());
        writer.WriteString("timestamp", error.FirstSeen);
        Text(writer, "error_type", error.ErrorType);
        Text(writer, "error_code", error.Code?.ToString());
        Text(writer, "identity", error.Identity);
        Text(writer, "message", error.Message);
        Text(writer, "template", error.Template);
        Text(writer, "root_cause", error.RootCause);
        Text(writer, "component", error.Component);
        writer.WriteString("severity", error.Severity.ToWireName());
        writer.WriteString("category", JsonNamingPolicy.SnakeCaseLower.ConvertName(error.Category.ToString()));
        writer.WritePropertyName("context");
        JsonValueWriter.WriteContext(writer, error.Context);
        Text(writer, "stack_trace", error.StackTrace);
        writer.WriteNumber("count", error.Count);
        writer.WriteNumber("recovered_count", error.RecoveredCount);
        writer.WriteNumber("handled_count", error.HandledCount);
        writer.WriteNumber("consequence_count", error.ConsequenceCount);
        Texts(writer, "sources", NamesOf(error.Sources));
        Texts(writer, "releases", error.Releases);
        Texts(writer, "hosts", error.Hosts);
        writer.WriteString("first_seen", error.FirstSeen);
        writer.WriteString("last_seen", error.LastSeen);
        writer.WriteBoolean("resolved", error.Resolved);
        if (error.ResolvedAt is { } resolvedAt)
        {
            writer.WriteString("resolved_at", resolvedAt);
        }
        else
        {
            writer.WriteNull("resolved_at");
        }

        writer.WriteStartArray("exceptions");
        foreach (var exception in error.Exceptions)
        {
            Write(writer, exception);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("occurrences");
        foreach (var occurrence in error.Occurrences)
        {
            Write(writer, occurrence);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ExceptionDetails exception)
    {
        writer.WriteStartObject();
        Text(writer, "error_type", exception.ErrorType);
        Text(writer, "message", exception.Message);
        Number(writer, "parent", exception.Parent);
        Text(writer, "stack_trace", exception.StackTrace);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SampledOccurrence occurrence)
    {
        writer.WriteStartObject();
        writer.WriteString("timestamp", occurrence.Timestamp);
        Text(writer, "message", occurrence.Message);
        writer.WriteString("severity", occurrence.Severity.ToWireName());
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
        writer.WriteEndObject();
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

    private static IEnumerable<string> NamesOf(ErrorSources sources) =>
        Enum.GetValues<ErrorSources>().Where(source => source != ErrorSources.None && sources.HasFlag(source)).Select(source => JsonNamingPolicy.SnakeCaseLower.ConvertName(source.ToString()));

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
