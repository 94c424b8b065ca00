namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Gives a beginning, a part again and again, and an end, a few bytes at a time and only asynchronously.</summary>
internal sealed class RepeatingStream(byte[] begin, byte[] part, byte[] end, long times) : Stream
{
    private const int AtATime = 7_919;

    private readonly long _length = begin.Length + (part.Length * times) + end.Length;

    public Exception? Failure { get; init; }

    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null && Given > begin.Length)
        {
            throw Failure;
        }

        var count = (int)Math.Min(Math.Min(buffer.Length, AtATime), _length - Given);
        for (var i = 0; i < count; i++, Given++)
        {
            var inParts = Given - begin.Length;
            buffer.Span[i] = inParts < 0 ? begin[Given] : inParts < part.Length * times ? part[inParts % part.Length] : end[inParts - (part.Length * times)];
        }

        return ValueTask.FromResult(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
