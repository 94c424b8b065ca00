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
    /// <summary>The version in use. Version 1 stays what it was, for what was kept under it: it knows no dotted names, no units after a blank, no lists without commas.</summary>
    public const int Version = 2;

    /// <summary>The masked text ends after so many characters. Cutting what goes in instead would let the width of an id move the cut.</summary>
    public const int MaxLength = 1024;

    /// <summary>What comes after so many characters of a message is not looked at.</summary>
    public const int MaxScanned = 65_536;

    // One buffer a thread: cleared memory on each stack would cost more than the hash.
    [ThreadStatic]
    private static char[]? _buffer;

    /// <summary>A hash of the masked text, equal for equal templates, made without making the template.</summary>
    public static ulong Hash(ReadOnlySpan<char> message) => StableHash.Of(Run(message, Version));

    /// <summary>The hash as a version of the mask makes it: 1 or 2.</summary>
    public static ulong Hash(ReadOnlySpan<char> message, int version) => StableHash.Of(Run(message, version));

    /// <summary>The masked text.</summary>
    public static string Apply(ReadOnlySpan<char> message) => Run(message, Version).ToString();

    /// <summary>The masked text as a version of the mask makes it: 1 or 2.</summary>
    public static string Apply(ReadOnlySpan<char> message, int version) => Run(message, version).ToString();

    /// <summary>The masked text, good until the next call on this thread.</summary>
    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> message, int version)
    {
        if (message.Length > MaxScanned)
        {
            message = message[..MaxScanned];
        }

        Span<char> buffer = _buffer ??= new char[MaxLength];
        var length = 0;
        var scanner = new MaskScanner(message, version);
        string? last = null;

        // The text before the last placeholder: where it begins and ends in the buffer.
        int from = 0, to = 0;
        while (length < MaxLength && scanner.Next(out var placeholder, out var literal))
        {
            // A list is one value, however long it happens to be.
            if (placeholder is not null && ReferenceEquals(placeholder, last)
                && (literal is "," or ", " || (version > 1 && IsListed(literal, buffer[from..to]))))
            {
                continue;
            }

            from = length;
            length = to = Append(buffer, length, literal);
            length = Append(buffer, length, placeholder);
            last = placeholder;
        }

        return buffer[..length];
    }

    /// <summary>Whether a value stands in a list with the one before it: <c>blk_1 blk_2</c>, where what stands before a value stands before each.</summary>
    private static bool IsListed(ReadOnlySpan<char> literal, ReadOnlySpan<char> before)
    {
        var blank = literal.StartsWith(", ", StringComparison.Ordinal) ? 2 : literal.Length > 0 && literal[0] is ' ' or ',' ? 1 : 0;
        var name = literal[blank..];
        return blank > 0
            && name.Length <= before.Length
            && (name.Length == before.Length || before[^(name.Length + 1)] is ' ' or ',' or '(' or '[' or '{' or '=' or ':')
            && !name.ContainsAny(' ', ',', '=')
            && before.EndsWith(name, StringComparison.Ordinal);
    }

    private static int Append(Span<char> buffer, int length, ReadOnlySpan<char> piece)
    {
        if (piece.Length > buffer.Length - length)
        {
            piece = piece[..(buffer.Length - length)];
        }

        piece.CopyTo(buffer[length..]);
        return length + piece.Length;
    }
}
