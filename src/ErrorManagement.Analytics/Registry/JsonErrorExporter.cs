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

        writer.WriteStartArray("occurrences");
        foreach (var occurrence in error.Occurrences)
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", occurrence.Timestamp);
            Text(writer, "message", occurrence.Message);
            writer.WriteString("severity", occurrence.Severity.ToWireName());
            Text(writer, "trace_id", occurrence.TraceId);
            writer.WriteBoolean("recovered", occurrence.Recovered);
            writer.WritePropertyName("context");
            JsonValueWriter.WriteContext(writer, occurrence.Context);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
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
