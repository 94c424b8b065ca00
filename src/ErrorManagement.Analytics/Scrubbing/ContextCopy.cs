using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>
/// Copies what a host put into a context: simple values as they are, texts scrubbed and cut, maps and lists to a bounded depth and number, all else as text.
/// Nothing of it is the host's own object afterwards. Never throws.
/// </summary>
internal ref struct ContextCopy
{
    private const int MaxDepth = 4;
    private const int MaxName = 128;
    private const string LeftOutName = "…";

    private readonly SecretScrubber _scrubber;
    private readonly int _length;
    private int _left;

    private ContextCopy(SecretScrubber scrubber, int entries, int length)
    {
        _scrubber = scrubber;
        _left = entries;
        _length = length;
    }

    public static OperationContext Of(OperationContext context, SecretScrubber scrubber, int entries, int length)
    {
        var operation = Part(context.Operation, scrubber, length);
        var phase = Part(context.Phase, scrubber, length);
        var layer = Part(context.Layer, scrubber, length);
        var job = Part(context.JobId, scrubber, length);
        var request = Part(context.RequestId, scrubber, length);
        var user = Part(context.UserId, scrubber, length);
        if (context.Data is not { } data)
        {
            var same = ReferenceEquals(operation, context.Operation) && ReferenceEquals(phase, context.Phase) && ReferenceEquals(layer, context.Layer)
                && ReferenceEquals(job, context.JobId) && ReferenceEquals(request, context.RequestId) && ReferenceEquals(user, context.UserId);
            if (same)
            {
                return context;
            }
        }
        else if (data is Kept)
        {
            // Copied before: an occurrence that comes with the context of another.
            return context;
        }

        return new OperationContext
        {
            Operation = operation,
            Phase = phase,
            Layer = layer,
            JobId = job,
            RequestId = request,
            UserId = user,
            Data = context.Data is null ? null : new ContextCopy(scrubber, entries, length).Map(context.Data, 0),
        };
    }

    private static string? Part(string? text, SecretScrubber scrubber, int length) =>
        text is null || (text.Length <= length && !scrubber.MayHoldSecret(text)) ? text : scrubber.Scrub(text, length);

    private readonly string Text(string text) => Part(text, _scrubber, _length)!;

    private object? Value(string name, object? value, int depth)
    {
        if (value is not null && _scrubber.IsSecretName(name))
        {
            return value is string { Length: 0 } ? value : SecretMarks.Value;
        }

        try
        {
            return Copy(value, depth);
        }
        catch (Exception)
        {
            // A member of the host's own type failed.
            return TypeName(value!);
        }
    }

    private object? Copy(object? value, int depth) => value switch
    {
        null or bool or int or short or byte or sbyte or ushort or uint or double or float or char
            or Guid or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan => value,
        string text => Text(text),

        // Long enough for the number of a card.
        long or ulong or decimal => Convert.ToString(value, CultureInfo.InvariantCulture)! is var digits && Text(digits) is var clean && ReferenceEquals(clean, digits) ? value : clean,
        Enum => Text(value.ToString()!),
        Uri uri => Text(uri.OriginalString),
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"byte[{bytes.Length}]"),
        Exception exception => Text($"{TypeName(exception)}: {exception.Message}"),
        IEnumerable when depth >= MaxDepth => TypeName(value),
        IReadOnlyDictionary<string, object?> map => Map(map, depth + 1),
        IReadOnlyDictionary<string, string> map => Map(map, depth + 1),
        IDictionary map => Map(Pairs(map), map.Count, map, depth + 1),

        // Only what says how many it holds: others may be a query that asks a database, or never end.
        ICollection or IReadOnlyCollection<object?> => List((IEnumerable)value, depth + 1),
        IEnumerable => TypeName(value),
        ITuple { Length: 2 } pair when pair[0] is string name => $"({Text(name)}, {Value(name, pair[1], depth + 1)})",
        IFormattable formattable => Text(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Text(value.ToString() ?? TypeName(value)),
    };

    private Kept Map<T>(IReadOnlyDictionary<string, T> map, int depth)
    {
        var count = -1;
        try
        {
            count = map.Count;
        }
        catch (Exception)
        {
            // Not told; it is only said that some were left out, not how many.
        }

        return Map(map.Select(entry => (entry.Key, (object?)entry.Value)), count, map, depth);
    }

    private Kept Map(IEnumerable<(string Key, object? Value)> entries, int count, object map, int depth)
    {
        var kept = new Dictionary<string, object?>(StringComparer.Ordinal);
        var seen = 0;
        var reason = (string?)null;
        try
        {
            foreach (var (key, value) in entries)
            {
                if (_left <= 0)
                {
                    break;
                }

                // Each entry that is read takes a place, also one whose name was there before: a map of the host's own may say the same for ever.
                _left--;
                var name = _scrubber.Scrub(key ?? "", MaxName);
                if (!kept.ContainsKey(name))
                {
                    kept.Add(name, Value(key ?? "", value, depth));
                    seen++;
                }
            }
        }
        catch (Exception)
        {
            // Changed by another thread meanwhile, or a map of the host's own that fails.
            reason = $"the rest of {TypeName(map)} could not be read";
        }

        if (reason is not null || count > seen)
        {
            kept[LeftOutName] = reason ?? LeftOut(count - seen);
        }
        else if (count < 0 && _left <= 0)
        {
            kept[LeftOutName] = "more left out";
        }

        return new Kept(kept);
    }

    private object List(IEnumerable items, int depth)
    {
        var kept = new List<object?>();
        try
        {
            foreach (var item in items)
            {
                if (_left <= 0)
                {
                    kept.Add($"{LeftOutName} {(items is ICollection all ? LeftOut(all.Count - kept.Count) : "more left out")}");
                    break;
                }

                _left--;
                kept.Add(Value("", item, depth));
            }
        }
        catch (Exception)
        {
            // Changed by another thread meanwhile, or a list of the host's own that fails.
            if (kept.Count == 0)
            {
                return TypeName(items);
            }

            kept.Add($"{LeftOutName} the rest of {TypeName(items)} could not be read");
        }

        return kept.AsReadOnly();
    }

    private static IEnumerable<(string Key, object? Value)> Pairs(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
        }
    }

    private static string LeftOut(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} more left out");

    private static string TypeName(object value) => BoundedText.Cut(value.GetType().ToString(), MaxName);

    /// <summary>A map that is the registry's own: what it holds was copied.</summary>
    private sealed class Kept(Dictionary<string, object?> entries) : ReadOnlyDictionary<string, object?>(entries);
}
