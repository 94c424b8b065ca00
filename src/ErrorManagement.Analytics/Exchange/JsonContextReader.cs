using System.Globalization;
using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Reads a context back: maps, lists, texts, numbers as they were written, to the digit.</summary>
internal static class JsonContextReader
{
    private const int MaxValues = 16_384;

    /// <summary>The context of a record or an occurrence; null when there is none.</summary>
    public static OperationContext? Read(JsonObjectReader owner)
    {
        if (owner.ObjectOrNull("context") is not { } from)
        {
            return null;
        }

        var left = MaxValues;
        return new OperationContext
        {
            Operation = from.TextOrNull("operation"),
            Phase = from.TextOrNull("phase"),
            Layer = from.TextOrNull("layer"),
            JobId = from.TextOrNull("job_id"),
            RequestId = from.TextOrNull("request_id"),
            UserId = from.TextOrNull("user_id"),
            Data = from.ValueOrNull("data", JsonValueKind.Object) is { } data ? Map(data, ref left) : null,
        };
    }

    private static Dictionary<string, object?> Map(JsonElement element, ref int left)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            map[member.Name] = Value(member.Value, ref left);
        }

        return map;
    }

    private static object? Value(JsonElement element, ref int left)
    {
        if (--left < 0)
        {
            throw new FormatException($"'context.data' has more than {MaxValues} values.");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return Map(element, ref left);
            case JsonValueKind.Array:
                var list = new List<object?>();
                foreach (var item in element.EnumerateArray())
                {
                    list.Add(Value(item, ref left));
                }

                return list;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return Number(element);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    /// <summary>The first kind of number that is written with the same digits again.</summary>
    private static object? Number(JsonElement element)
    {
        var text = element.GetRawText();
        if (element.TryGetInt64(out var whole) && text != "-0")
        {
            return whole;
        }

        if (element.TryGetUInt64(out var natural))
        {
            return natural;
        }

        var isReal = element.TryGetDouble(out var real) && double.IsFinite(real);
        if (isReal && real.ToString("R", CultureInfo.InvariantCulture) == text)
        {
            return real;
        }

        return element.TryGetDecimal(out var exact) && exact.ToString(CultureInfo.InvariantCulture) == text ? exact
            : isReal ? real
            : text;
    }
}
