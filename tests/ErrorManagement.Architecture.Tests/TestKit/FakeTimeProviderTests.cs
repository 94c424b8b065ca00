using ErrorManagement.TestKit;

namespace ErrorManagement.Architecture.Tests.TestKit;

public sealed class FakeTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<(string Name, double At)> _fired = [];
    private readonly long _start;

    public FakeTimeProviderTests() => _start = _clock.GetTimestamp();

    [Fact]
    public void Time_stands_still_until_it_is_advanced()
    {
        var before = _clock.GetUtcNow();
        _clock.GetElapsedTime(_start).Should().Be(TimeSpan.Zero);
        _clock.Advance(90 * Second);

        _clock.GetElapsedTime(_start).Should().Be(90 * Second);
        _clock.GetUtcNow().Should().Be(before + (90 * Second));
        _clock.Invoking(c => c.Advance(-Second)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Timers_fire_in_the_order_they_fall_due_at_their_own_instants()
    {
        Timer("late", 3);
        Timer("early", 1);
        Timer("second of two", 2);
        Timer("third of two", 2);
        _clock.Advance(0.5 * Second);
        _fired.Should().BeEmpty();
        _clock.Advance(10 * Second);

        _fired.Should().Equal(("early", 1), ("second of two", 2), ("third of two", 2), ("late", 3));
        _clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public void A_periodic_timer_fires_once_a_period_however_far_time_moves()
    {
        using var periodic = Timer("tick", 2, 3);
        Timer("once", 5);
        _clock.Advance(12 * Second);

        _fired.Should().Equal(("tick", 2), ("tick", 5), ("once", 5), ("tick", 8), ("tick", 11)); // at one instant, the older timer first
        periodic.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan).Should().BeTrue();
        _clock.Advance(100 * Second);
        _fired.Should().HaveCount(5);
    }

    [Fact]
    public void A_timer_made_while_time_moves_fires_in_the_same_move()
    {
        using var first = _clock.CreateTimer(_ => Timer("second", 1), null, Second, Timeout.InfiniteTimeSpan);
        _clock.Advance(3 * Second);

        _fired.Should().Equal(("second", 2));
    }

    [Fact]
    public void A_disposed_timer_never_fires()
    {
        var gone = Timer("gone", 1);
        ITimer? victim = null;
        using var killer = _clock.CreateTimer(_ => victim!.Dispose(), null, Second, Timeout.InfiniteTimeSpan);
        victim = Timer("killed at its own instant", 1);
        gone.Dispose();
        _clock.Advance(5 * Second);

        _fired.Should().BeEmpty();
        gone.Change(Second, Second).Should().BeFalse();
    }

    [Fact]
    public void The_wall_clock_may_go_back_and_elapsed_time_does_not_notice()
    {
        Timer("due", 1);
        _clock.SetUtcNow(_clock.GetUtcNow() - TimeSpan.FromHours(1));
        var back = _clock.GetUtcNow();
        _clock.GetElapsedTime(_start).Should().Be(TimeSpan.Zero);
        _clock.Advance(Second);

        _fired.Should().Equal(("due", 1));
        _clock.GetUtcNow().Should().Be(back + Second);
    }

    [Fact]
    public async Task Delays_and_timed_cancellations_of_the_framework_run_on_it()
    {
        var delay = Task.Delay(5 * Second, _clock);
        using var source = new CancellationTokenSource(2 * Second, _clock);
        _clock.Advance(2 * Second);
        source.IsCancellationRequested.Should().BeTrue();
        delay.IsCompleted.Should().BeFalse();
        _clock.Advance(3 * Second);

        await delay.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_timer_without_due_time_fires_soon_on_another_thread()
    {
        var fired = new TaskCompletionSource();
        using var timer = _clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private ITimer Timer(string name, double due, double? period = null) =>
        _clock.CreateTimer(_ => _fired.Add((name, _clock.GetElapsedTime(_start).TotalSeconds)), null, due * Second, period is { } p ? p * Second : Timeout.InfiniteTimeSpan);
}
