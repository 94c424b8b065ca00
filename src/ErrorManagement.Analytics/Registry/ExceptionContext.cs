using System.Collections;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What an exception itself says of the case, for occurrences that come without a context.</summary>
internal static class ExceptionContext
{
    private const int MaxEntries = 32;

    // A map of the host's own may hold a million keys that are no names, or never end.
    private const int MaxRead = 256;

    /// <summary>Its <see cref="CodedException.Context"/>, and the entries of its <see cref="Exception.Data"/> whose keys are strings. Bounded in number; sizes are the scrubber's affair.</summary>
    /// <param name="exception">The exception; null for none.</param>
    /// <param name="takesData">Whether Data is read at all.</param>
    /// <returns>Null when it says nothing, or its members throw.</returns>
    public static OperationContext? Of(Exception? exception, bool takesData)
    {
        Dictionary<string, object?>? found = null;
        var read = 0;
        try
        {
            if (exception is CodedException { Context: { Count: > 0 } context })
            {
                foreach (var (name, value) in context)
                {
                    if (IsEnough(found, ref read))
                    {
                        break;
                    }

                    Add(ref found, name, value);
                }
            }

            if (takesData && exception?.Data is { Count: > 0 } data)
            {
                foreach (DictionaryEntry entry in data)
                {
                    if (IsEnough(found, ref read))
                    {
                        break;
                    }

                    Add(ref found, entry.Key as string, entry.Value);
                }
            }
        }
        catch (Exception)
        {
            // Data is virtual, and maps may change while they are read: what was found so far stays.
        }

        return found is null ? null : new OperationContext { Data = found };
    }

    private static bool IsEnough(Dictionary<string, object?>? found, ref int read) => found is { Count: >= MaxEntries } || read++ >= MaxRead;

    private static void Add(ref Dictionary<string, object?>? found, string? name, object? value)
    {
        if (name is not null)
        {
            (found ??= new Dictionary<string, object?>(StringComparer.Ordinal)).TryAdd(name, value);
        }
    }
}
