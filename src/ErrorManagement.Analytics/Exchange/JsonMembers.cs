using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Writes members of JSON objects, without reflection, in the form of exports: what is not known is null, and a text is one that JSON can hold.</summary>
internal static class JsonMembers
{
    /// <summary>One object, in several lines, as a text.</summary>
    /// <param name="members">Writes what is in it.</param>
    public static string ToText(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonForm.Indented))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void WriteText(this Utf8JsonWriter writer, string name, string? value)
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

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(JsonValueWriter.Valid(value));
        }

        writer.WriteEndArray();
    }

    /// <summary>A number; null also for what JSON cannot hold: infinity, and what is no number.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTimeOffset? value)
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

    /// <summary>A list of objects.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The name of the list.</param>
    /// <param name="items">What the objects are of, in their order.</param>
    /// <param name="write">Writes the members of one.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
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
}
