using System.Buffers;
using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>One JSON object a line, one line a record. Each line says which form it has, so that any choice of lines is an export, too.</summary>
internal sealed class JsonLinesWriter(ArrayBufferWriter<byte> buffer) : RecordWriter(buffer)
{
    private readonly Utf8JsonWriter _json = new(buffer, JsonForm.OneLine);

    public override void Write(ErrorRecord record)
    {
        _json.WriteStartObject();
        _json.WriteNumber(JsonForm.Schema, JsonForm.SchemaVersion);
        JsonRecordWriter.WriteMembers(_json, record);
        _json.WriteEndObject();
        _json.Flush();
        Buffer.Write("\n"u8);
        _json.Reset();
    }

    public override void Flush() => _json.Flush();

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }
}
