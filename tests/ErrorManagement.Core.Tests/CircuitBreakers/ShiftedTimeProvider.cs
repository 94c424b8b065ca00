using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>The fake clock with other timestamps: they begin anywhere, so that they may be zero, negative or run over the end, and are counted in another unit.</summary>
internal sealed class ShiftedTimeProvider(long first, long frequency = TimeSpan.TicksPerSecond) : TimeProvider
{
    private static readonly long Begin = new FakeTimeProvider().GetTimestamp();

    public FakeTimeProvider Clock { get; } = new();

    public override long TimestampFrequency => frequency;

    public override long GetTimestamp() => unchecked(first + ((Clock.GetTimestamp() - Begin) / (TimeSpan.TicksPerSecond / frequency)));

    public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow();
}
