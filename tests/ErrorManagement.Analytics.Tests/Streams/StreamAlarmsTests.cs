using ErrorManagement.Analytics.Streams;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Streams;

public sealed class StreamAlarmsTests
{
    private readonly FakeTimeProvider _clock = new();
    private int _rings;

    [Fact]
    public void What_is_due_is_kept_until_it_is_taken()
    {
        var alarms = Make(new ErrorStreamOptions { ErrorInterval = TimeSpan.FromSeconds(1), StatusInterval = TimeSpan.FromSeconds(2), PerformanceInterval = null });
        alarms.Start();
        alarms.Start();
        alarms.HasDue.Should().BeFalse();

        _clock.Advance(TimeSpan.FromSeconds(2));

        (alarms.HasDue, _rings).Should().Be((true, 3), "it was started once, two sweeps and a status were due");
        alarms.Take().Should().Be(StreamTasks.Sweep | StreamTasks.Status);
        (alarms.HasDue, alarms.Take()).Should().Be((false, StreamTasks.None));
    }

    [Fact]
    public void Nothing_rings_once_it_is_stopped_and_what_was_due_is_forgotten()
    {
        var alarms = Make(new ErrorStreamOptions());
        alarms.Start();
        _clock.Advance(TimeSpan.FromMinutes(1));
        alarms.Stop();
        var rings = _rings;

        _clock.Advance(TimeSpan.FromMinutes(1));

        (alarms.HasDue, _rings, _clock.ActiveTimers).Should().Be((false, rings, 0));
        alarms.Start();
        _clock.Advance(TimeSpan.FromMinutes(1));
        alarms.HasDue.Should().BeTrue();
    }

    private StreamAlarms Make(ErrorStreamOptions options) => new(options, _clock, () => _rings++);
}
