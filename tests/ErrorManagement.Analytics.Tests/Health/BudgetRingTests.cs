using ErrorManagement.Analytics.Health;

namespace ErrorManagement.Analytics.Tests.Health;

public sealed class BudgetRingTests
{
    [Fact]
    public void What_is_older_than_what_its_place_holds_by_now_is_left_out()
    {
        var ring = new BudgetRing(3);
        ring.Add(5, 1, 2);
        ring.Add(2, 70, 70);
        ring.Add(4, 10, 20);

        ring.Sum(5, 3).Should().Be((11, 22));
    }

    [Fact]
    public void Sums_end_at_the_highest_number()
    {
        var ring = new BudgetRing(3);
        ring.Add(1, long.MaxValue, 1);
        ring.Add(1, 1, 1);
        ring.Add(2, 1, long.MaxValue);

        ring.Sum(2, 2).Should().Be((long.MaxValue, long.MaxValue));
    }
}
