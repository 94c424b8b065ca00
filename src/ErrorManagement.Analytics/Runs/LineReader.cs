namespace ErrorManagement.Analytics.Runs;

/// <summary>Takes lines out of a stream of bytes. Holds no more than a line and a buffer, and of a line that is too long less than that.</summary>
/// <param name="source">The stream; left open.</param>
/// <param name="maxBytes">How many bytes a line may have, without its end.</param>
internal sealed class LineReader(Stream source, int maxBytes)
{
    private const int Smallest = 64 * 1024;

    private byte[] _buffer = new byte[Smallest];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isBegun;
    private bool _isEnded;
    private bool _isCutting;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The line without its <c>\n</c>; good until the next one is read. Empty when it is too long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Whether the line has more bytes than it may.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether there is nothing in the line but blanks.</summary>
    public bool IsBlank => !IsTooLong && !Line.Span.ContainsAnyExcept(" \t\r"u8);

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                Take(_scanned + at);
                _start = _scanned += at + 1;
                return true;
            }

            _scanned = _end;
            if (_isEnded)
            {
                if (_start == _end && !_isCutting)
                {
                    return false;
                }

                Take(_end);
                _start = _end;
                return true;
            }

            if (_isCutting || _end - _start > maxBytes)
            {
                _isCutting = true;
                _start = _scanned = _end = 0;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Take(int end)
    {
        IsTooLong = _isCutting || end - _start > maxBytes;
        Line = IsTooLong ? default : _buffer.AsMemory(_start, end - _start);
        _isCutting = false;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maxBytes + Smallest));
        }

        if (!_isBegun)
        {
            _isBegun = true;
            _end = await source.ReadAtLeastAsync(_buffer, ByteOrderMark.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            _isEnded = _end < ByteOrderMark.Length;
            _start = _scanned = _buffer.AsSpan(0, _end).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
            return;
        }

        var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _isEnded = read == 0;
        _end += read;
    }
}
