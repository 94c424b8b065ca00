using ErrorManagement.Analytics.Releases;

namespace ErrorManagement.Analytics.Tests.Releases;

public sealed class FalseDiscoveryTests
{
    [Fact] // the fifteen p-values of the example in Benjamini and Hochberg 1995, section 3.2: the first four are believed at 0.05
    public void The_published_example_comes_out_as_published()
    {
        double[] p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

        var q = FalseDiscovery.QValues([.. p.Reverse()]).Reverse().ToArray();

        q.Count(value => value <= 0.05).Should().Be(4);
        q[3].Should().BeApproximately(0.0095 * 15 / 4, 1e-12);
        q.Should().BeInAscendingOrder();
        q[^1].Should().Be(1);
    }

    [Fact]
    public void None_and_one_and_equal_ones_are_no_matter()
    {
        FalseDiscovery.QValues([]).Should().BeEmpty();
        FalseDiscovery.QValues([0.03]).Should().Equal(0.03);
        FalseDiscovery.QValues([0.02, 0.02, 0.02]).Should().Equal(0.02, 0.02, 0.02);
    }
}
