using System.Text;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// Replaces the values in a message by placeholders and keeps its words: numbers, also with a unit, and bare hexadecimal
/// words (<c>&lt;num&gt;</c>), prefixed or very long hexadecimal numbers (<c>&lt;hex&gt;</c>), mixed ids (<c>&lt;id&gt;</c>), GUIDs, addresses with port,
/// URLs, paths, dates and times, e-mail addresses and quoted values. One pass, linear in the length, pure.
/// </summary>
/// <remarks>
/// One field often holds digits in one occurrence and hexadecimal letters in the next, so both are numbers here:
/// a template must not depend on which digits an id happens to have.
/// </remarks>
internal static class MessageMask
{
    /// <summary>The masked text ends after so many characters. Cutting what goes in instead would let the width of an id move the cut.</summary>
    public const int MaxLength = 1024;

    private const int MaxScanned = 65_536;

    /// <summary>A hash of the masked text, equal for equal templates, made without making the template.</summary>
    public static ulong Hash(ReadOnlySpan<char> message)
    {
        var sink = new MaskHashSink();
        Run(message, ref sink);
        return sink.Result;
    }

    /// <summary>The masked text.</summary>
    public static string Apply(ReadOnlySpan<char> message)
    {
        var text = new StringBuilder(Math.Min(message.Length + 16, MaxLength));
        var sink = new MaskTextSink(text);
        Run(message, ref sink);
        return text.ToString();
    }

    private static void Run<TSink>(ReadOnlySpan<char> message, ref TSink sink)
        where TSink : struct, IMaskSink
    {
        if (message.Length > MaxScanned)
        {
            message = message[..MaxScanned];
        }

        var scanner = new MaskScanner(message);
        string? last = null;
        while (!sink.IsFull && scanner.Next(out var placeholder, out var literal))
        {
            // A list is one value, however long it happens to be.
            if (placeholder is not null && ReferenceEquals(placeholder, last) && literal is "," or ", ")
            {
                continue;
            }

            sink.Append(literal);
            if (placeholder is not null)
            {
                sink.Append(placeholder);
            }

            last = placeholder;
        }
    }
}
