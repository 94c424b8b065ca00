using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Estimates what is kept in memory, in bytes: for each part a fixed sum, as measured on 64-bit .NET, and two for each character.
/// What is shared by many, such as a text that several examples hold, counts for each: the estimate errs upwards.
/// </summary>
internal static class RecordSize
{
    /// <summary>A record with its counters, its keys, its family and its places in all indexes, without any text.</summary>
    public const int OfRecord = 1_664;

    /// <summary>A key that leads to a record.</summary>
    public const int OfKey = 80;

    /// <summary>What happens in one layer and phase of a record, with counters for one severity.</summary>
    public const int OfScope = 480;

    private const int OfString = 24;
    private const int OfExample = 96;
    private const int OfContext = 80;
    private const int OfData = 120;
    private const int OfEntry = 64;
    private const int OfNote = 64;
    private const int OfException = 160;
    private const int OfCaptured = 160;
    private const int OfLife = 160;
    private const int OfStep = 80;
    private const int OfLine = 16;
    private const int OfFrame = 120;

    // An error in the indices that lead to others by stack and by words.
    private const int OfPlace = 400;
    private const int MaxEntries = 1_024;

    public static long Of(string? text) => text is null ? 0 : OfString + (2L * text.Length);

    /// <summary>An example without its context.</summary>
    public static long Of(in OccurrenceDetails details) =>
        OfExample + Of(details.Message) + Of(details.TraceId) + Of(details.SpanId) + (details.Resilience is null ? 0 : OfNote);

    /// <summary>A context; null is nothing.</summary>
    public static long Of(OperationContext? context) => context is null
        ? 0
        : OfContext + Of(context.Operation) + Of(context.Phase) + Of(context.Layer) + Of(context.JobId) + Of(context.RequestId) + Of(context.UserId) + OfEntries(context.Data);

    /// <summary>What a record says in words. The lines of its stacks are shared with others, unless they were texts already.</summary>
    /// <param name="description">The words.</param>
    /// <param name="captured">What they were made from.</param>
    public static long Of(ErrorDescription description, CapturedError captured)
    {
        var sum = Of(description.Template) + Of(description.FirstMessage) + Of(description.StackText);
        foreach (var exception in description.Exceptions)
        {
            sum += OfException + Of(exception.Message) + (OfLine * (long)exception.Frames.Count);
        }

        foreach (var exception in captured.Exceptions)
        {
            sum += Of(exception.StackText);
        }

        // Names of frames are shared as well.
        return sum + (description.Grounds is { Stack.Frames.Count: > 0 and var frames } ? OfPlace + (OfLine * (long)frames) : 0);
    }

    /// <summary>What an imported record says in words: none of it is shared.</summary>
    public static long OfImported(ErrorDescription description)
    {
        var sum = Of(description.Template) + Of(description.FirstMessage) + Of(description.StackText);
        foreach (var exception in description.Exceptions)
        {
            sum += OfException + Of(exception.ErrorType) + Of(exception.Message) + (exception.Frames.Count == 0 ? Of(exception.StackTrace) : 0);
            foreach (var line in exception.Frames)
            {
                sum += OfLine + OfLine + Of(line.Text);
            }
        }

        return sum;
    }

    /// <summary>Where a record stands and how it came there; with room for the step that an occurrence may make, which is not the time to measure.</summary>
    public static long Of(RecordLife life)
    {
        var sum = OfLife + (life.Muting?.Limit?.Bytes ?? 0) + (life.IsWatched ? OfStep + OfString + (2L * LifeWords.UsualReason) : 0);
        foreach (var step in life.Steps)
        {
            sum += OfStep + Of(step.Reason);
        }

        return sum;
    }

    /// <summary>An error that waits for its names.</summary>
    public static long Of(CapturedError captured)
    {
        var sum = OfCaptured + OfRecord + Of(captured.Message) + Of(captured.Template) + Of(captured.StackText);
        foreach (var exception in captured.Exceptions)
        {
            sum += OfException + Of(exception.Message) + Of(exception.StackText) + (OfFrame * (long)(exception.Stack?.Count ?? 0));
        }

        return sum;
    }

    /// <summary>The entries of a context. It is the host's own map where the scrubber had nothing to do, so it may change meanwhile.</summary>
    private static long OfEntries(IReadOnlyDictionary<string, object?>? data)
    {
        if (data is null)
        {
            return 0;
        }

        var left = MaxEntries;
        try
        {
            return OfValue(data, ref left);
        }
        catch (Exception)
        {
            return OfData;
        }
    }

    private static long OfValue(object? value, ref int left)
    {
        if (value is string text)
        {
            return Of(text);
        }

        long sum = value is null ? 0 : OfData;
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map:
                foreach (var (name, entry) in map)
                {
                    if (--left < 0)
                    {
                        break;
                    }

                    sum += OfEntry + Of(name) + OfValue(entry, ref left);
                }

                break;
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count && --left >= 0; i++)
                {
                    sum += sizeof(long) + OfValue(list[i], ref left);
                }

                break;
        }

        return sum;
    }
}
