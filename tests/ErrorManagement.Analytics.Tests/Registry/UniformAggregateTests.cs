namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class UniformAggregateTests
{
    [Theory] // D3, tracking-peers 0.2: how many fail at the same time is chance
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_aggregate_of_one_error_several_times_is_that_error(int count)
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions());

        var one = registry.Record(Of("Part 1 cannot be sent."), "sales");
        var several = registry.Record(Of([.. Enumerable.Range(1, count).Select(static i => $"Part {i} cannot be sent.")]), "sales");
        await registry.FlushAsync();

        registry.Find(several.Id)!.Fingerprint.Should().Be(registry.Find(one.Id)!.Fingerprint);
    }

    [Fact]
    public async Task An_aggregate_of_different_errors_is_an_error_of_its_own()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions());

        var one = registry.Record(Of("Part 1 cannot be sent."), "sales");
        var both = registry.Record(Of("Part 1 cannot be sent.", "The box is full."), "sales");
        await registry.FlushAsync();

        registry.Find(both.Id)!.Fingerprint.Should().NotBe(registry.Find(one.Id)!.Fingerprint);
    }

    private static AggregateException Of(params string[] messages) => new(messages.Select(static message => new InvalidOperationException(message)));
}
