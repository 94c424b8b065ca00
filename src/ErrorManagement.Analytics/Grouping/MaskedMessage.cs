namespace ErrorManagement.Analytics.Grouping;

/// <summary>A masked text and where its first values stood in the message. One a thread, written again by the next message.</summary>
internal sealed class MaskedMessage
{
    /// <summary>Of a message with more values, the first are known.</summary>
    public const int MaxValues = 32;

    private readonly char[] _buffer = new char[MessageMask.MaxLength];
    private readonly Value[] _values = new Value[MaxValues];
    private int _length;
    private int _count;

    public ReadOnlySpan<char> Text => _buffer.AsSpan(0, _length);

    /// <summary>Masks a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="version">The version of the mask.</param>
    public void Set(ReadOnlySpan<char> message, int version)
    {
        if (message.Length > MessageMask.MaxScanned)
        {
            message = message[..MessageMask.MaxScanned];
        }

        Span<char> buffer = _buffer;
        var length = 0;
        var count = 0;
        var scanner = new MaskScanner(message, version);
        string? last = null;

        // The text before the last placeholder: where it begins and ends in the buffer.
        int from = 0, to = 0;
        var at = 0;
        while (length < buffer.Length && scanner.Next(out var placeholder, out var literal))
        {
            var start = at + literal.Length;
            at = scanner.At;

            // A list is one value, however long it happens to be.
            if (placeholder is not null && ReferenceEquals(placeholder, last)
                && (literal is "," or ", " || (version > 1 && IsListed(literal, buffer[from..to]))))
            {
                if (count <= MaxValues && count > 0)
                {
                    _values[count - 1].End = at;
                }

                continue;
            }

            from = length;
            length = to = Append(buffer, length, literal);
            length = Append(buffer, length, placeholder);
            last = placeholder;
            if (placeholder is not null && count++ < MaxValues)
            {
                _values[count - 1] = new Value { MaskedStart = to, MaskedEnd = length, Start = start, End = at };
            }
        }

        _length = length;
        _count = count;
    }

    /// <summary>The part of the message that a part of the masked text was made from; empty when it lies behind the last known value.</summary>
    public ReadOnlySpan<char> Of(ReadOnlySpan<char> message, Range masked)
    {
        var (start, length) = masked.GetOffsetAndLength(_length);
        if (_count > MaxValues && start + length > _values[MaxValues - 1].MaskedEnd)
        {
            return [];
        }

        var first = Place(start, isEnd: false);
        return message[first..Math.Max(first, Place(start + length, isEnd: true))];
    }

    private int Place(int masked, bool isEnd)
    {
        var place = masked;
        for (var i = 0; i < Math.Min(_count, MaxValues) && _values[i].MaskedStart <= masked; i++)
        {
            var value = _values[i];
            place = masked >= value.MaskedEnd ? value.End + (masked - value.MaskedEnd)
                : isEnd && masked > value.MaskedStart ? value.End
                : value.Start;
        }

        return place;
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

    private struct Value
    {
        public int MaskedStart;
        public int MaskedEnd;
        public int Start;
        public int End;
    }
}
