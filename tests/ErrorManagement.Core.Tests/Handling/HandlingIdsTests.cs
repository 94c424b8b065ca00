using ErrorManagement.Handling;

namespace ErrorManagement.Core.Tests.Handling;

public sealed class HandlingIdsTests
{
    [Theory] // S3.16
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x80000000u)]
    public void A_name_has_its_form_whatever_the_number(uint number) => HandlingIds.Of(number).Should().MatchRegex("^ERR_[0-9A-F]{8}$");

    [Fact]
    public void Different_numbers_have_different_names() // an odd factor permutes; neighbours and far ones are tried
    {
        var numbers = Enumerable.Range(0, 100_000).Select(i => (uint)i).Concat(Enumerable.Range(1, 40_000).Select(i => (uint)i * 100_003u)).Distinct().ToArray();

        numbers.Select(HandlingIds.Of).Distinct().Should().HaveCount(numbers.Length);
    }

    [Fact]
    public void Threads_never_get_the_same()
    {
        var ids = ParallelEnumerable.Range(0, 200_000).Select(_ => HandlingIds.Next()).ToArray();

        ids.Distinct().Should().HaveCount(ids.Length);
    }
}
