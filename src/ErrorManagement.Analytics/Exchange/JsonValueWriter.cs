using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>
/// Writes whatever a host put into a context. Simple values, maps and lists are written as they are, to a bounded depth and number, cycles included;
/// all else, and what fails while it is read, is written as the name of its type (B13).
/// </summary>
internal static class JsonValueWriter
{
    private const int MaxDepth = 8;
    private const int MaxItems = 4_096;
    private const int MaxValues = 16_384;
    private const int MaxText = 65_536;

    public static void WriteContext(Utf8JsonWriter writer, OperationContext? context)
    {
        if (context is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        Part(writer, "operation", context.Operation);
        Part(writer, "phase", context.Phase);
        Part(writer, "layer", context.Layer);
        Part(writer, "job_id", context.JobId);
        Part(writer, "request_id", context.RequestId);
        Part(writer, "user_id", context.UserId);
        if (context.Data is { } data)
        {
            writer.WritePropertyName("data");
            var left = MaxValues;
            Write(writer, Materialise(data, 0, ref left));
        }

        writer.WriteEndObject();
    }

    /// <summary>The data of a context, each value as one text: as it stands in JSON, texts without quotes.</summary>
    public static IEnumerable<(string Name, string Value)> Entries(OperationContext context)
    {
        var left = MaxValues;
        if (context.Data is not { } data || Materialise(data, 0, ref left) is not Dictionary<string, object?> entries)
        {
            yield break;
        }

        foreach (var (name, value) in entries)
        {
            yield return (name, value as string ?? Json(value));
        }
    }

    /// <summary>The text without half surrogate pairs, which no JSON can hold.</summary>
    public static string Valid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
                }

                i++;
            }
        }

        return text;
    }

    /// <summary>
    /// Reads a value of the host's into plain lists and texts before anything is written: what throws half-way would leave broken JSON.
    /// </summary>
    private static object? Materialise(object? value, int depth, ref int left)
    {
        try
        {
            return value switch
            {
                null or bool or string or int or long or short or byte or sbyte or ushort or uint or ulong or decimal => value,
                double number => double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
                float number => float.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
                char or Enum or Guid or Version => string.Create(CultureInfo.InvariantCulture, $"{value}"),
                DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
                DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
                DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
                TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
                TimeSpan length => length.ToString("c", CultureInfo.InvariantCulture),
                Uri uri => uri.ToString(),
                _ when depth >= MaxDepth || --left < 0 => TypeName(value),
                IReadOnlyDictionary<string, object?> map => Entries(map.Select(static entry => (entry.Key, entry.Value)), depth, ref left),
                IReadOnlyDictionary<string, string> map => Entries(map.Select(static entry => (entry.Key, (object?)entry.Value)), depth, ref left),
                IDictionary map => Entries(Pairs(map), depth, ref left),
                ICollection list => Items(list, depth, ref left),
                _ => TypeName(value),
            };
        }
        catch (Exception)
        {
            // A member of the host's own type failed; the export goes on.
            return TypeName(value!);
        }
    }

    private static Dictionary<string, object?> Entries(IEnumerable<(string Key, object? Value)> entries, int depth, ref int left)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in entries.Take(MaxItems))
        {
            result[Valid(key ?? "")] = Materialise(value, depth + 1, ref left);
        }

        return result;
    }

    private static List<object?> Items(ICollection list, int depth, ref int left)
    {
        var result = new List<object?>();
        foreach (var item in list)
        {
            if (result.Count == MaxItems)
            {
                break;
            }

            result.Add(Materialise(item, depth + 1, ref left));
        }

        return result;
    }

    private static IEnumerable<(string Key, object? Value)> Pairs(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
        }
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(Valid(BoundedText.Cut(text, MaxText)));
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case float number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case Dictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (key, item) in map)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            case List<object?> list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Json(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(writer, value);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string TypeName(object value) => TypeNames.Full(value.GetType());

    private static void Part(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, Valid(value));
        }
    }
}
