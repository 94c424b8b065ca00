using System.Collections;
using System.Globalization;

namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>How a default is written in a table of the docs.</summary>
internal static class DefaultText
{
    private static readonly (long Ticks, string Name)[] Units =
    [
        (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "min"), (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms"),
    ];

    /// <summary>Whether a cell says this value. A length may be written in any unit: 60 s, 1 min and 00:01:00 are the same; none and null are too.</summary>
    public static bool Says(string cell, object? value) => value switch
    {
        null => cell is "none" or "null",
        bool => cell.Equals(Of(value), StringComparison.OrdinalIgnoreCase),
        TimeSpan span => cell == Of(span) || ParseLength(cell) == span || cell == span.ToString("c", CultureInfo.InvariantCulture),
        _ => cell == Of(value),
    };

    public static string Of(object? value) => value switch
    {
        null => "none",
        true => "true",
        false => "false",
        TimeSpan span => Of(span),
        string text => $"\"{text}\"",
        Delegate => "a function",
        double number => number.ToString("0.#########", CultureInfo.InvariantCulture),
        Enum => value.ToString()!,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => list.Cast<object>().ToArray() is { Length: > 0 } items ? string.Join(", ", items.Select(Of)) : "empty",
        _ => value.GetType().Name,
    };

    private static TimeSpan? ParseLength(string cell) =>
        cell.Split(' ') is [var number, var unit] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Array.Find(Units, u => u.Name == unit) is { Ticks: > 0 } found ? TimeSpan.FromTicks(count * found.Ticks) : null
            : null;

    // The largest unit that leaves a whole number.
    private static string Of(TimeSpan span)
    {
        if (span == Timeout.InfiniteTimeSpan)
        {
            return "infinite";
        }

        foreach (var (unit, name) in Units)
        {
            if (span.Ticks != 0 && span.Ticks % unit == 0 && (span.Ticks > unit || unit <= TimeSpan.TicksPerMinute))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / unit} {name}");
            }
        }

        return span == TimeSpan.Zero ? "0" : span.ToString("c", CultureInfo.InvariantCulture);
    }
}
