using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

public sealed class ErrorWindowsTests
{
    private static readonly TimelineSettings Settings = TimelineSettings.Default;
    private static readonly long Stretch = Settings.DegradationWindow.Ticks;
    private static readonly long Start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    [Fact]
    public void Both_ends_belong_to_the_window_of_a_burst()
    {
        var windows = new ErrorWindows(Settings);
        windows.Add(Start);
        windows.Add(Start + Settings.BurstWindow.Ticks);

        windows.MoveBurst(Start + Settings.BurstWindow.Ticks).Should().Be(2);
        windows.Add(Start + Settings.BurstWindow.Ticks + 1);
        windows.MoveBurst(Start + Settings.BurstWindow.Ticks + 1).Should().Be(2);
    }

    [Fact]
    public void An_error_leaves_its_stretch_when_just_so_much_time_has_passed()
    {
        var windows = new ErrorWindows(Settings);
        windows.Add(Start);

        windows.StretchesAt(Start + Stretch - 1).Should().Be((0, 1));
        windows.StretchesAt(Start + Stretch).Should().Be((1, 0));
        windows.StretchesAt(Start + (2 * Stretch)).Should().Be((0, 0));
        windows.StretchesAt(Start + Stretch - 1).Should().Be((0, 1), "looking moves nothing");
    }

    [Fact]
    public void What_was_not_told_is_counted_by_whole_seconds()
    {
        var windows = new ErrorWindows(Settings);
        windows.Add(Start);
        windows.AddCounted(Start, 500);
        windows.AreStretchesExact(Start).Should().BeTrue();
        windows.MissAt(Start);

        windows.AreStretchesExact(Start + (2 * Stretch)).Should().BeFalse();
        windows.AreStretchesExact(Start + (2 * Stretch) + 1).Should().BeTrue();
        windows.IsBurstExact(Start + Settings.BurstWindow.Ticks).Should().BeFalse();
        windows.IsBurstExact(Start + Settings.BurstWindow.Ticks + 1).Should().BeTrue();
        windows.StretchesAt(Start).Should().Be((0, 500));
        windows.BurstInSeconds(Start).Should().Be(500);
    }
}
