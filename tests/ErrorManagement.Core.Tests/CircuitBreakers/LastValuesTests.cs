using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class LastValuesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    public void It_holds_the_last_so_many_newest_last_and_says_what_it_displaces(int most)
    {
        var values = new LastValues<int>(most);
        for (var i = 0; i < 350; i++)
        {
            values.Add(i, out var displaced).Should().Be(i >= most);
            displaced.Should().Be(Math.Max(0, i - most));
            values.Count.Should().Be(Math.Min(i + 1, most));
            values.ToArray().Should().Equal(Enumerable.Range(Math.Max(0, i + 1 - most), Math.Min(i + 1, most)));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void Cleared_it_starts_anew(int added)
    {
        var values = new LastValues<int>(20);
        for (var i = 0; i < added; i++)
        {
            values.Add(i, out _);
        }

        values.Clear();
        values.ToArray().Should().BeEmpty();
        for (var i = 0; i < 25; i++)
        {
            values.Add(i, out _).Should().Be(i >= 20);
        }

        values.ToArray().Should().Equal(Enumerable.Range(5, 20));
    }
}
