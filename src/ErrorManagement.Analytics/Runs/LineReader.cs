namespace ErrorManagement.Analytics.Runs;

/// <summary>Takes lines out of bytes. Holds no more than a line and a buffer, and of a line that is too long less than that.</summary>
/// <param name="feed">The bytes.</param>
/// <param name="maxBytes">How many bytes a line may have, without its end.</param>
internal sealed class LineReader(ByteFeed feed, int maxBytes)
{
    private int _scanned;
    private bool _isCutting;

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
            var held = feed.Held;
            var at = held.Span[_scanned..].IndexOf((byte)'\n');
            if (at >= 0)
            {
                Take(held[..(_scanned + at)], end: 1);
                return true;
            }

            _scanned = held.Length;
            if (_isCutting || held.Length > maxBytes)
            {
                _isCutting = true;
                feed.Drop(held.Length);
                _scanned = 0;
            }

            if (!await feed.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                if (feed.Held.Length == 0 && !_isCutting)
                {
                    return false;
                }

                Take(feed.Held, end: 0);
                return true;
            }
        }
    }

    private void Take(ReadOnlyMemory<byte> line, int end)
    {
        IsTooLong = _isCutting || line.Length > maxBytes;
        Line = IsTooLong ? default : line;
        feed.Drop(line.Length + end);
        _scanned = 0;
        _isCutting = false;
    }
}
