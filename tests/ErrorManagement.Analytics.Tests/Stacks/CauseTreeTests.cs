using System.Reflection;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class CauseTreeTests
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    [Fact]
    public void A_chain_goes_from_the_outermost_to_the_root_cause()
    {
        Text(Chain(3)).Should().Be("0<-1 1<0 2<1");
    }

    [Theory]
    [InlineData(48, 0, 48)]
    [InlineData(49, 1, 48)]
    [InlineData(60, 12, 48)]
    [InlineData(64, 16, 48)]
    [InlineData(10_000, 9_952, 48)]
    public void Of_a_long_chain_the_outermost_and_the_innermost_stay(int length, int leftOut, int kept)
    {
        var nodes = CauseTree.Of(Chain(length));

        nodes.Should().HaveCount(kept);
        nodes.Sum(node => node.LeftOut).Should().Be(leftOut);
        nodes[0].Exception.Message.Should().Be("0");
        nodes[^1].Exception.Message.Should().Be($"{length - 1}");
        nodes.Select(node => node.Parent).Should().Equal(Enumerable.Range(-1, kept));
        nodes.Select(node => node.Exception).Should().OnlyHaveUniqueItems();
        if (leftOut > 0)
        {
            var gap = nodes.FindIndex(static node => node.LeftOut > 0);
            gap.Should().BeGreaterThanOrEqualTo(31);
            nodes[gap + 1].Exception.Message.Should().Be($"{gap + 1 + leftOut}");
        }
    }

    [Fact]
    public void All_branches_of_aggregates_are_there_each_under_its_own()
    {
        var tree = new AggregateException("0", new InvalidOperationException("1", new TimeoutException("1.1")), new AggregateException("2", new FormatException("2.1"), new FormatException("2.2")), new NotSupportedException("3"));

        CauseTree.Of(tree).Select(node => (node.Exception.GetType().Name, node.Parent)).Should().Equal(
            ("AggregateException", -1),
            ("InvalidOperationException", 0),
            ("TimeoutException", 1),
            ("AggregateException", 0),
            ("NotSupportedException", 0),
            ("FormatException", 3),
            ("FormatException", 3));
    }

    [Fact]
    public void Of_too_many_branches_the_first_are_kept_and_the_rest_is_counted()
    {
        var nodes = CauseTree.Of(new AggregateException(Enumerable.Range(0, 1_000_000).Select(i => new TimeoutException($"{i}"))));

        nodes.Should().HaveCount(CauseTree.MaxNodes);
        nodes[0].LeftOut.Should().Be(1_000_000 - (CauseTree.MaxNodes - 1));
    }

    [Fact]
    public void One_that_hangs_in_two_places_comes_once()
    {
        var shared = new TimeoutException("shared");
        var wide = new AggregateException(shared, shared);
        for (var i = 0; i < 60; i++)
        {
            wide = new AggregateException(wide, wide, shared);
        }

        var nodes = CauseTree.Of(new AggregateException(new InvalidOperationException("a", shared), new InvalidOperationException("b", shared)));

        nodes.Should().HaveCount(4);
        CauseTree.Of(wide).Should().HaveCountLessThanOrEqualTo(CauseTree.MaxNodes);
        CauseTree.Of(wide).Where(node => ReferenceEquals(node.Exception, shared)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_circle_ends(int length)
    {
        var outermost = Chain(length);
        var innermost = outermost;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        typeof(Exception).GetField("_innerException", Hidden)!.SetValue(innermost, outermost);

        CauseTree.Of(outermost).Count.Should().BeInRange(1, CauseTree.MaxNodes);
    }

    [Fact]
    public void What_a_loader_met_is_inside()
    {
        var loader = new ReflectionTypeLoadException([null], [null, new FileNotFoundException("a.dll"), null, new FileNotFoundException("b.dll")]);

        CauseTree.Of(loader).Select(node => node.Exception.Message).Skip(1).Should().Equal("a.dll", "b.dll");
        CauseTree.Of(new ReflectionTypeLoadException([null], [null])).Should().ContainSingle();
    }

    [Fact]
    public void An_aggregate_of_nothing_stands_alone()
    {
        CauseTree.Of(new AggregateException()).Should().ContainSingle().Which.Parent.Should().Be(-1);
    }

    private static Exception Chain(int length)
    {
        Exception? inner = null;
        for (var i = length - 1; i >= 0; i--)
        {
            inner = new InvalidOperationException($"{i}", inner);
        }

        return inner!;
    }

    private static string Text(Exception exception) => string.Join(' ', CauseTree.Of(exception).Select(static node => $"{node.Exception.Message}<{node.Parent}"));
}
