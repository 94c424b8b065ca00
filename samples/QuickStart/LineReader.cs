using System.Text;

namespace QuickStart;

/// <summary>Reads lines of any length in bounded memory: what is longer than <see cref="MaxLength"/> is cut.</summary>
internal sealed class LineReader(TextReader source)
{
    public const int MaxLength = 16 * 1024;

    private readonly char[] _buffer = new char[32 * 1024];
    private readonly StringBuilder _line = new();
    private int _position;
    private int _length;

    /// <summary>The next line, or null at the end.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        var any = false;
        while (true)
        {
            if (_position == _length)
            {
                _position = 0;
                // A read of the console cannot be cancelled, so it is left behind.
                _length = await source.ReadAsync(_buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
                if (_length == 0)
                {
                    return any ? _line.ToString() : null;
                }
            }

            any = true;
            var rest = _buffer.AsMemory(_position, _length - _position);
            var end = rest.Span.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            _line.Append(part.Span[..Math.Min(part.Length, MaxLength - _line.Length)]);
            _position += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                return _line.ToString().TrimEnd('\r');
            }
        }
    }
}
