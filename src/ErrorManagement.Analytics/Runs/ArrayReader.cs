namespace ErrorManagement.Analytics.Runs;

/// <summary>Takes the entries out of a JSON array. Holds no more than an entry and a buffer, and of an entry that is too long less than that.</summary>
/// <param name="feed">The bytes.</param>
/// <param name="maxBytes">How many bytes an entry may have.</param>
internal sealed class ArrayReader(ByteFeed feed, int maxBytes)
{
    private readonly ArrayScanner _scanner = new();
    private bool _isCutting;
    private bool _isEnded;

    /// <summary>The entry; good until the next one is read. Empty when it is too long, or was given up.</summary>
    public ReadOnlyMemory<byte> Entry { get; private set; }

    /// <summary>Whether the entry has more bytes than it may.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The number of the entry, from 1 on.</summary>
    public long Number => _scanner.Number;

    /// <summary>The number of the line it begins in, from 1 on.</summary>
    public long Line => _scanner.EntryLine;

    /// <summary>Goes to the next entry, or fault.</summary>
    /// <returns>What there is; never <see cref="ArrayStep.More"/>.</returns>
    public async ValueTask<ArrayStep> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = _scanner.Scan(feed.Held.Span, _isEnded);
            if (step != ArrayStep.More)
            {
                Take(step);
                return step;
            }

            Cut();
            _isEnded = !await feed.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Take(ArrayStep step)
    {
        var isEntry = step == ArrayStep.Entry;
        IsTooLong = isEntry && (_isCutting || _scanner.At - _scanner.From > maxBytes);
        Entry = isEntry && !IsTooLong ? feed.Held[_scanner.From.._scanner.At] : default;
        _isCutting = false;
    }

    // All that was looked at goes, but for the entry that is not complete yet, unless that is too long already.
    private void Cut()
    {
        var looked = Math.Min(_scanner.At, feed.Held.Length);
        _isCutting |= _scanner.IsInside && looked - _scanner.From > maxBytes;
        var drop = _scanner.IsInside && !_isCutting ? _scanner.From : looked;
        feed.Drop(drop);
        _scanner.Shift(drop);
    }
}
