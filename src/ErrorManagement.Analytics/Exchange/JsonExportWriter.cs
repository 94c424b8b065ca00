using System.Buffers;
using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>One JSON object that holds all records.</summary>
internal sealed class JsonExportWriter(ExportHead head, ArrayBufferWriter<byte> buffer) : RecordWriter(buffer)
{
    private readonly Utf8JsonWriter _json = new(buffer, JsonForm.Indented);

    public override void Begin()
    {
        _json.WriteStartObject();
        _json.WriteString(JsonForm.ExportedAt, head.ExportedAt);
        if (head.Application is { } application)
        {
            _json.WriteString(JsonForm.Application, JsonValueWriter.Valid(application));
        }

        _json.WriteNumber(JsonForm.Schema, JsonForm.SchemaVersion);
        _json.WriteStartArray(JsonForm.Errors);
    }

    public override void Write(ErrorRecord record)
    {
        _json.WriteStartObject();
        JsonRecordWriter.WriteMembers(_json, record);
        _json.WriteEndObject();
    }

    public override void End(int count)
    {
        _json.WriteEndArray();

        // Last: a record may go while others are written, and the count is that of those that are there.
        _json.WriteNumber(JsonForm.Count, count);
        _json.WriteEndObject();
    }

    public override void Flush() => _json.Flush();

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }
}
