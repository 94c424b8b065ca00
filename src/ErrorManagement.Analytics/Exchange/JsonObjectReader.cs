using System.Globalization;
using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Reads the members of one JSON object by name. What is there but wrong is a <see cref="FormatException"/> that names the member; members that nobody asks for are passed over.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it is, such as <c>occurrences[2].</c>; empty for a record itself.</param>
internal readonly struct JsonObjectReader(JsonElement element, string path)
{
    private const string TextKind = "a text";
    private const string TimeKind = "a time in the form of ISO 8601";

    /// <summary>How many entries a list may have. No list of a record comes near it.</summary>
    public const int MaxItems = 4_096;

    public string Text(string name) => TextOrNull(name) ?? throw Missing(name);

    public string? TextOrNull(string name) => Find(name, JsonValueKind.String, TextKind)?.GetString();

    public DateTimeOffset Time(string name) => TimeOrNull(name) ?? throw Missing(name);

    public DateTimeOffset? TimeOrNull(string name) => Find(name, JsonValueKind.String, TimeKind) is { } text
        ? text.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : throw Wrong(name, text, TimeKind)
        : null;

    public long Number(string name, long least, long most) => NumberOrNull(name, least, most) ?? throw Missing(name);

    public long? NumberOrNull(string name, long least, long most)
    {
        if (Find(name, JsonValueKind.Number, "a number") is not { } found)
        {
            return null;
        }

        return found.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, found, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    public double Real(string name, double least, double most)
    {
        var found = Find(name, JsonValueKind.Number, "a number") ?? throw Missing(name);
        return found.TryGetDouble(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, found, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
    }

    public bool Flag(string name)
    {
        if (!element.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return false;
        }

        return found.ValueKind is JsonValueKind.True or JsonValueKind.False ? found.GetBoolean() : throw Wrong(name, found, "true or false");
    }

    /// <summary>The value of an enumeration; another one when the member is not there.</summary>
    public T Word<T>(string name, T missing = default)
        where T : struct, Enum => Find(name, JsonValueKind.String, TextKind) is { } found
            ? WireNames<T>.TryParse(found.GetString()!, out var value) ? value : throw Wrong(name, found, "one of " + WireNames<T>.All)
            : missing;

    /// <summary>The texts of a list; none when the member is not there.</summary>
    public List<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(name))
        {
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong($"{name}[{texts.Count}]", item, TextKind));
        }

        return texts;
    }

    /// <summary>The objects of a list, each read; none when the member is not there.</summary>
    public List<T> Objects<T>(string name, Func<JsonObjectReader, T> read)
    {
        var objects = new List<T>();
        foreach (var item in Items(name))
        {
            var at = $"{name}[{objects.Count}]";
            objects.Add(item.ValueKind == JsonValueKind.Object ? read(new JsonObjectReader(item, $"{path}{at}.")) : throw Wrong(at, item, "an object"));
        }

        return objects;
    }

    /// <summary>An object inside this one; null when it is not there.</summary>
    public JsonObjectReader? ObjectOrNull(string name) => Find(name, JsonValueKind.Object, "an object") is { } found ? new JsonObjectReader(found, $"{path}{name}.") : null;

    /// <summary>A member as it is; null when it is not there.</summary>
    public JsonElement? ValueOrNull(string name, JsonValueKind kind) => Find(name, kind, kind == JsonValueKind.Object ? "an object" : "another value");

    public IEnumerable<(string Name, long Value)> Numbers()
    {
        foreach (var member in element.EnumerateObject())
        {
            yield return (member.Name, Number(member.Name, 0, JsonRecordReader.MaxCount));
        }
    }

    /// <summary>Says what is wrong with a member.</summary>
    public FormatException Wrong(string name, string what) => new($"'{path}{name}' {what}.");

    private FormatException Missing(string name) => Wrong(name, "is missing");

    private FormatException Wrong(string name, JsonElement found, string expected)
    {
        var text = found.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => Short(found.GetRawText()),
        };
        return Wrong(name, $"must be {expected}; it is {text}");
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private JsonElement? Find(string name, JsonValueKind kind, string expected)
    {
        if (!element.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return found.ValueKind == kind ? found : throw Wrong(name, found, expected);
    }

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (Find(name, JsonValueKind.Array, "a list") is not { } list)
        {
            return default;
        }

        return list.GetArrayLength() <= MaxItems ? list.EnumerateArray() : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"has {list.GetArrayLength()} entries; a record has at most {MaxItems}"));
    }
}
