namespace ErrorManagement.Analytics.Tests.Runs;

/// <summary>A stream that cannot seek and gives a few bytes at a time.</summary>
internal sealed class SlowStream(byte[] bytes, int atOnce) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(atOnce, buffer.Length)], cancellationToken);
}
