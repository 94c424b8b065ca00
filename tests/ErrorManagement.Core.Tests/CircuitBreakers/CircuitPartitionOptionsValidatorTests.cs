using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitPartitionOptionsValidatorTests
{
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(1_000_000, null)]
    public void The_bounds_themselves_are_right(int most, double? idleSeconds) =>
        new CircuitPartitionOptionsValidator().Validate("hosts", Options(most, idleSeconds)).Succeeded.Should().BeTrue();

    [Theory]
    [InlineData(0, 1.0, "MaxPartitions must be 1 to 1000000, inclusive; it is 0")]
    [InlineData(1_000_001, 1.0, "MaxPartitions must be 1 to 1000000, inclusive; it is 1000001")]
    [InlineData(1, 0.999, "IdleTimeout must be null, or at least 1 s; it is 00:00:00.9990000")]
    public void A_mistake_names_value_and_bound(int most, double? idleSeconds, string mistake)
    {
        var act = () => new CircuitBreakerPartitions<string>("hosts", partitionOptions: Options(most, idleSeconds));

        act.Should().Throw<ArgumentException>().WithMessage($"Circuit partitions 'hosts': {mistake}*");
    }

    private static CircuitPartitionOptions Options(int most, double? idleSeconds) => new()
    {
        MaxPartitions = most,
        IdleTimeout = idleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
