using System.Reflection;
using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

public sealed class PatternSubjectTests
{
    private static readonly FieldInfo Gate = typeof(PatternSubject).GetField("_gate", BindingFlags.Instance | BindingFlags.NonPublic)!;

    [Fact] // a known error takes no lock
    public void Nobody_who_records_waits_for_the_one_who_adds_up_and_nothing_is_lost()
    {
        var settings = new PatternSettings(PatternKind.HighFrequency, 10, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, new PatternHistory(100));
        var subject = new PatternSubject(settings, "System.TimeoutException");
        var gate = (Lock)Gate.GetValue(subject)!;
        var recorder = new Thread(() =>
        {
            for (var i = 0; i < 11; i++)
            {
                subject.TryObserve(7, 7 * TimeSpan.TicksPerSecond).Should().BeTrue();
            }
        });

        bool ended;
        lock (gate)
        {
            recorder.Start();
            ended = recorder.Join(TimeSpan.FromSeconds(30));
        }

        ended.Should().BeTrue();
        subject.Snapshot()!.Value.Peak.Should().Be(11);
    }
}
