using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

public sealed class PatternRingTests
{
    [Fact]
    public void A_cell_counts_for_its_own_time_alone()
    {
        var ring = new PatternRing();
        ring.Add(7).Should().BeTrue();
        ring.Add(7);
        ring.Add(7 + 64);

        ring.CountIn(7).Should().Be(0, "its place went to a later time");
        ring.CountIn(7 + 64).Should().Be(1);
    }

    [Fact]
    public void A_window_is_sixty_cells_up_to_its_newest()
    {
        var ring = new PatternRing();
        for (var slot = 0; slot < 61; slot++)
        {
            ring.Add(slot);
        }

        ring.CountThrough(59).Should().Be(60);
        ring.CountThrough(60).Should().Be(60, "the first cell is a minute ago");
        ring.CountThrough(61).Should().Be(59);
        ring.CountThrough(10).Should().Be(11);
    }

    [Fact]
    public void When_the_pattern_last_held_rises_by_whole_steps()
    {
        var ring = new PatternRing();
        ring.RaiseLastHeld(1_000, step: 10);
        ring.RaiseLastHeld(1_009, step: 10);
        ring.LastHeld.Should().Be(1_000);
        ring.RaiseLastHeld(1_010, step: 10);
        ring.RaiseLastHeld(900, step: 1);
        ring.LastHeld.Should().Be(1_010);
    }
}
