using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts;

public sealed class AlertMachineTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact] // S0.118
    public void It_fires_when_its_condition_has_held_for_long_enough_and_not_before()
    {
        var timing = new AlertTiming(Minute, TimeSpan.Zero, null);
        var turn = AlertMachine.Next(null, true, false, timing, 0);
        turn.Should().Be(new AlertTurn(new AlertCourse(0)));

        AlertMachine.Next(turn.Course, true, false, timing, Minute.Ticks - 1).Telling.Should().Be(AlertTelling.Nothing);
        AlertMachine.Next(turn.Course, true, false, timing, Minute.Ticks).Telling.Should().Be(AlertTelling.Firing);
    }

    [Fact] // S0.118
    public void One_that_was_only_pending_ends_without_a_word() =>
        AlertMachine.Next(new AlertCourse(0), false, false, new AlertTiming(Minute, Minute, null), 1).Should().Be(default(AlertTurn));

    /// <summary>The machine against the same rules said of the whole history: what the newest stretch of a condition tells, looked for anew at each step.</summary>
    [Theory] // S0.118
    [InlineData(60, 60, null)]
    [InlineData(60, 0, null)]
    [InlineData(0, 0, null)]
    [InlineData(0, 90, 200)]
    [InlineData(45, 60, 100)]
    public void Whatever_happens_it_does_what_the_history_says(int holdFor, int keep, int? repeat)
    {
        var timing = new AlertTiming(TimeSpan.FromSeconds(holdFor), TimeSpan.FromSeconds(keep), repeat is { } every ? TimeSpan.FromSeconds(every) : null);
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var history = new List<(long At, bool Holds)>();
            var expected = new Oracle(timing, history);
            AlertCourse? course = null;
            var (at, holds, silenced) = (0L, false, false);
            var open = false;
            for (var step = 0; step < 200; step++)
            {
                at += random.Next(0, 40) * TimeSpan.TicksPerSecond;
                holds = random.Next(10) < 2 ? !holds : holds;
                silenced = random.Next(10) < 1 ? !silenced : silenced;
                history.Add((at, holds));

                var turn = AlertMachine.Next(course, holds, silenced, timing, at);

                turn.Telling.Should().Be(expected.Tell(silenced), $"seed {seed}, step {step}");
                (turn.Course?.FiredAt is not null).Should().Be(expected.Fires, $"seed {seed}, step {step}");
                (turn.Telling == AlertTelling.Firing && open).Should().BeFalse("nobody is told twice that one fires");
                (turn.Telling is AlertTelling.Resolved or AlertTelling.StillFiring && !open).Should().BeFalse("nobody is told of the end who was not told of the beginning");
                open = turn.Telling == AlertTelling.Firing || (open && turn.Telling != AlertTelling.Resolved);
                course = turn.Course;
            }
        }
    }

    private sealed class Oracle(AlertTiming timing, List<(long At, bool Holds)> history)
    {
        private long? _toldAt;

        public bool Fires { get; private set; }

        public AlertTelling Tell(bool silenced)
        {
            var (now, holds) = history[^1];
            var since = history.Skip(history.FindLastIndex(moment => moment.Holds != holds) + 1).First().At;
            if (holds)
            {
                Fires |= now - since >= timing.For.Ticks;
                if (!Fires || silenced || (_toldAt is { } told && (timing.Repeat is not { } repeat || now - told < repeat.Ticks)))
                {
                    return AlertTelling.Nothing;
                }

                var telling = _toldAt is null ? AlertTelling.Firing : AlertTelling.StillFiring;
                _toldAt = now;
                return telling;
            }

            if (!Fires || now - since < timing.KeepFiring.Ticks)
            {
                return AlertTelling.Nothing;
            }

            Fires = false;
            var wasTold = _toldAt is not null;
            _toldAt = null;
            return wasTold ? AlertTelling.Resolved : AlertTelling.Nothing;
        }
    }
}
