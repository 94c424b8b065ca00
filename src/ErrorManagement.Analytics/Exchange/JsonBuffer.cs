namespace ErrorManagement.Analytics.Exchange;

/// <summary>
/// The piece of a stream of JSON that was read and is not passed yet, and in which line that is. Grows with what one record needs, up to <see cref="JsonForm.MaxRecordBytes"/>.
/// Not safe on many threads.
/// </summary>
/// <param name="source">The stream; left open.</param>
internal sealed class JsonBuffer(Stream source)
{
    private const int Smallest = 64 * 1024; // bytes

    private byte[] _bytes = new byte[Smallest];
    private int _start;
    private int _end;
    private bool _isBegun;
    private long _line = 1;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether the stream has ended: nothing comes after what is unread.</summary>
    public bool IsEnded { get; private set; }

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>A part of what is unread. Good until more is read.</summary>
    public ReadOnlyMemory<byte> Slice(int begin, int length) => _bytes.AsMemory(_start + begin, length);

    public void Pass(int bytes)
    {
        _line += Unread[..bytes].Count((byte)'\n');
        _start += bytes;
    }

    /// <summary>Passes blanks and line ends.</summary>
    public void PassBlank()
    {
        var blank = Unread.IndexOfAnyExcept(" \t\r\n"u8);
        Pass(blank < 0 ? Unread.Length : blank);
    }

    /// <summary>The line, from 1 on, in which the next thing that is unread begins.</summary>
    public long LineOfNext()
    {
        var next = Unread.IndexOfAnyExcept(" \t\r\n,"u8);
        return _line + Unread[..Math.Max(0, next)].Count((byte)'\n');
    }

    /// <summary>Reads more behind what is unread. Returns false, having read nothing, when that takes as much room as it may already.</summary>
    public async ValueTask<bool> TryReadOnAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Unread.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            if (_bytes.Length >= JsonForm.MaxRecordBytes)
            {
                return false;
            }

            Array.Resize(ref _bytes, Math.Min(JsonForm.MaxRecordBytes, _bytes.Length * 2));
        }

        // As much as there is room for: a stream that gives little at a time must not make each byte be looked at again and again.
        var least = Math.Min(Smallest, _bytes.Length - _end);
        var read = await source.ReadAtLeastAsync(_bytes.AsMemory(_end), least, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        IsEnded = read < least;
        _end += read;
        if (!_isBegun)
        {
            _isBegun = true;
            _start = Unread.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        }

        return true;
    }
}
