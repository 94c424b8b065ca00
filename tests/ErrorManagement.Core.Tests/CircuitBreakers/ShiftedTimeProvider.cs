using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>The fake clock with other timestamps: shifted, so that they may be zero, negative or run over the end, and counted in another unit.</summary>
internal sealed class ShiftedTimeProvider(long shift, long frequency = TimeSpan.TicksPerSecond) : TimeProvider
{
    public FakeTimeProvider Clock { get; } = new();

    public override long TimestampFrequency => frequency;

    public override long GetTimestamp() => unchecked((Clock.GetTimestamp() / (TimeSpan.TicksPerSecond / frequency)) + shift);

    public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow();
}
