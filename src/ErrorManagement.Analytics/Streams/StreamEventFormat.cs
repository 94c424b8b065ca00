using System.Buffers;
using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Streams;

/// <summary>Writes events as server-sent events (WHATWG HTML, section 9.2, <c>text/event-stream</c>): UTF-8, each line ended by a line feed.</summary>
/// <remarks>
/// The lines event, optional id, optional retry, one data line for each line of the text, and a blank line. A text that holds line ends of any kind (CR, LF, CRLF) can neither end an event nor begin a field;
/// in names and ids, which have one line, they are left out. Safe on any thread as far as the destination is.
/// </remarks>
public static class StreamEventFormat
{
    /// <summary>The media type: <c>text/event-stream</c>.</summary>
    public const string MediaType = "text/event-stream";

    private const string LineEnds = "\r\n";

    /// <summary>Writes an event to a buffer.</summary>
    /// <param name="destination">The buffer.</param>
    /// <param name="streamEvent">The event.</param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static void Write(IBufferWriter<byte> destination, StreamEvent streamEvent)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(streamEvent);
        Line(destination, "event: ", OneLine(streamEvent.Event));
        if (streamEvent.Id is { } id)
        {
            Line(destination, "id: ", OneLine(id));
        }

        if (streamEvent.Retry is { } retry and >= 0)
        {
            Line(destination, "retry: ", retry.ToString(CultureInfo.InvariantCulture));
        }

        Data(destination, streamEvent.Data);
        Line(destination, "", "");
    }

    /// <summary>Writes an event to a stream, and flushes it: events are for now.</summary>
    /// <param name="destination">The stream; left open.</param>
    /// <param name="streamEvent">The event.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when it is written.</returns>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static async Task WriteAsync(Stream destination, StreamEvent streamEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer, streamEvent);
        await destination.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Data(IBufferWriter<byte> destination, string? data)
    {
        var rest = data.AsSpan();
        while (true)
        {
            var end = rest.IndexOfAny(LineEnds);
            if (end < 0)
            {
                Line(destination, "data: ", rest);
                return;
            }

            Line(destination, "data: ", rest[..end]);
            rest = rest[(rest[end..].StartsWith(LineEnds, StringComparison.Ordinal) ? end + 2 : end + 1)..];
        }
    }

    private static string OneLine(string? text)
    {
        text ??= "";
        return text.AsSpan().IndexOfAny("\r\n\0") < 0 ? text : string.Concat(text.Where(static c => c is not ('\r' or '\n' or '\0')));
    }

    private static void Line(IBufferWriter<byte> destination, ReadOnlySpan<char> field, ReadOnlySpan<char> value)
    {
        Encoding.UTF8.GetBytes(field, destination);
        Encoding.UTF8.GetBytes(value, destination);
        destination.Write("\n"u8);
    }
}
