namespace ErrorManagement.Analytics.Runs;

/// <summary>Holds the next bytes of a stream, without a byte order mark at its beginning. For one reader at a time.</summary>
/// <param name="source">The stream; left open.</param>
/// <param name="maxBytes">How many bytes the reader lets it hold at most, before it asks for more.</param>
internal sealed class ByteFeed(Stream source, int maxBytes)
{
    private const int Smallest = 64 * 1024;

    private byte[] _buffer = new byte[Smallest];
    private int _start;
    private int _end;
    private bool _isBegun;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What was read and not dropped; good until more is asked for.</summary>
    public ReadOnlyMemory<byte> Held => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Lets go of the first bytes.</summary>
    public void Drop(int count) => _start += count;

    /// <summary>Reads more behind what is held.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            _end = await source.ReadAtLeastAsync(_buffer, ByteOrderMark.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            _start = _buffer.AsSpan(0, _end).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
            if (_end > _start)
            {
                return true;
            }
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maxBytes + Smallest));
        }

        var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>Looks at the first byte that is no blank, and drops nothing.</summary>
    /// <returns>The byte; null when there is none, or none within as much as may be held.</returns>
    public async ValueTask<byte?> PeekAsync(CancellationToken cancellationToken)
    {
        for (var looked = 0; ; looked = Held.Length)
        {
            var at = Held.Span[looked..].IndexOfAnyExcept(" \t\r\n"u8);
            if (at >= 0)
            {
                return Held.Span[looked + at];
            }

            if (Held.Length > maxBytes || !await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }
    }
}
