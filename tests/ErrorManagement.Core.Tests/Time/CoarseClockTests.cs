using ErrorManagement.Time;

namespace ErrorManagement.Core.Tests.Time;

public sealed class CoarseClockTests
{
    private readonly CoarseClock _clock;
    private long _real = 1_000;
    private int _readings;
    private int _started;
    private Exception? _refusal;

    public CoarseClockTests() => _clock = new CoarseClock(
        () =>
        {
            _readings++;
            return _real;
        },
        _ =>
        {
            if (_refusal is not null)
            {
                throw _refusal;
            }

            _started++;
        });

    [Fact]
    public void Few_readers_read_the_tick_count_themselves_and_nothing_runs()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _real += i % 50 == 0 ? 1 : 0;
            _clock.Milliseconds.Should().Be(_real);
        }

        _started.Should().Be(0);
    }

    [Fact]
    public void Many_readers_within_one_step_start_one_thread_and_then_read_what_it_shows()
    {
        ReadOften();
        _started.Should().Be(1);
        _clock.Milliseconds.Should().Be(_real, "the thread has not come to show the time yet");

        _clock.Refresh(0).Should().BeTrue();
        var shown = _real;
        _readings = 0;
        _real += 4;
        ReadOften();

        _clock.Milliseconds.Should().Be(shown);
        _readings.Should().Be(0);
        _clock.Refresh(1).Should().BeTrue();
        _clock.Milliseconds.Should().Be(_real);
        _started.Should().Be(1);
    }

    [Fact]
    public void At_the_end_of_a_lease_it_goes_on_only_when_many_still_ask()
    {
        ReadOften();
        RefreshLease(0).Should().BeTrue();

        _real += 4;
        _clock.Milliseconds.Should().Be(_real, "nothing is shown between two leases");
        ReadOften();
        RefreshLease(CoarseClock.LeaseRefreshes).Should().BeTrue();

        _real += 4;
        _clock.Refresh(2 * CoarseClock.LeaseRefreshes).Should().BeFalse("nobody asked");
        _clock.Milliseconds.Should().Be(_real);
        _started.Should().Be(1);
    }

    [Fact]
    public void After_it_ended_many_readers_start_it_again()
    {
        ReadOften();
        _ = RefreshLease(0);
        _ = _clock.Refresh(CoarseClock.LeaseRefreshes);

        ReadOften();

        _started.Should().Be(2);
    }

    [Fact]
    public void A_thread_that_cannot_be_started_is_no_readers_business_and_is_tried_again_a_minute_later()
    {
        _refusal = new InvalidOperationException();
        ReadOften();
        _refusal = null;

        _real += 59_999;
        ReadOften();
        _started.Should().Be(0);
        _clock.Milliseconds.Should().Be(_real);

        _real += 1;
        ReadOften();
        _started.Should().Be(1);
    }

    [Fact]
    public void The_clock_of_the_process_never_shows_the_future()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var shown = CoarseClock.System.Milliseconds;
            new MonotonicClock(TimeProvider.System).Now.Should().BeGreaterThanOrEqualTo(shown * TimeSpan.TicksPerMillisecond);
        }
    }

    private void ReadOften()
    {
        for (var i = 0; i <= CoarseClock.ManyReads; i++)
        {
            _ = _clock.Milliseconds;
        }
    }

    private bool RefreshLease(long firstRound)
    {
        var goesOn = true;
        for (var i = 0; i < CoarseClock.LeaseRefreshes; i++)
        {
            goesOn &= _clock.Refresh(firstRound + i);
        }

        return goesOn;
    }
}
