using System.Text;

namespace ErrorManagement.Analytics.Runs;

/// <summary>A text as a stream of UTF-8, read only. Half surrogate pairs become U+FFFD.</summary>
/// <param name="reader">The text; left open.</param>
internal sealed class TextBytes(TextReader reader) : Stream
{
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly char[] _chars = new char[16 * 1024];
    private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(16 * 1024)];
    private int _start;
    private int _end;
    private bool _isEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && !_isEnded)
        {
            Encode(await reader.ReadAsync(_chars.AsMemory(), cancellationToken).ConfigureAwait(false));
        }

        return Give(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_isEnded)
        {
            Encode(reader.Read(_chars));
        }

        return Give(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Encode(int chars)
    {
        _isEnded = chars == 0;
        _start = 0;
        _end = _encoder.GetBytes(_chars.AsSpan(0, chars), _bytes, flush: _isEnded);
    }

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _bytes.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
