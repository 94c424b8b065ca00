using ErrorManagement.Analytics.Runs;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class CursorLoopTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(5, 7)]
    [InlineData(100, 1)]
    [InlineData(1_000, 333)]
    public void Every_circle_is_found(int before, int length)
    {
        var loop = new CursorLoop();
        var steps = 0;
        while (!loop.Meets(steps < before ? $"b{steps}" : $"c{(steps - before) % length}"))
        {
            steps++;
        }

        steps.Should().BeGreaterThanOrEqualTo(before + length, "nothing came twice before").And.BeLessThan((4 * (before + length)) + 4);
    }

    [Fact]
    public void What_never_comes_again_is_no_circle()
    {
        var loop = new CursorLoop();

        Enumerable.Range(0, 10_000).Should().NotContain(i => loop.Meets($"{i}"));
    }
}
