using ErrorManagement.BugSites.Scoring;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class PairScoreTests
{
    [Fact]
    public void A_group_for_each_bug_is_right() =>
        PairScore.Of([("a", "1", 10), ("b", "2", 10)]).Should().Be(new PairScore(1, 1));

    [Fact]
    public void One_group_for_two_bugs_costs_precision() => // 45 pairs a bug, 190 in the group
        PairScore.Of([("a", "1", 10), ("b", "1", 10)]).Should().Be(new PairScore(90 / 190d, 1));

    [Fact]
    public void Two_groups_for_a_bug_cost_recall() => // 6 + 15 pairs of 45
        PairScore.Of([("a", "1", 4), ("a", "2", 6)]).Should().Be(new PairScore(1, 21 / 45d));

    [Fact]
    public void The_same_group_of_several_processes_is_one() =>
        PairScore.Of([("a", "1", 4), ("a", "1", 6)]).Should().Be(new PairScore(1, 1));

    [Fact]
    public void Without_pairs_nothing_is_wrong() =>
        PairScore.Of([("a", "1", 1), ("b", "2", 1)]).Should().Be(new PairScore(1, 1));

    [Fact]
    public void Large_counts_do_not_overflow() =>
        PairScore.Of([("a", "1", 4_000_000_000), ("b", "1", 4_000_000_000)]).Precision.Should().BeApproximately(.5, 1e-6);
}
