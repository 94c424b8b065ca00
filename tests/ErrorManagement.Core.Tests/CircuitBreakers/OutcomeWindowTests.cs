using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class OutcomeWindowTests
{
    [Theory]
    [Behaviour("5", "6", "9")]
    [InlineData(100_000)]
    [InlineData(600_000_000)]
    [InlineData(123_456_789)]
    [InlineData(864_000_000_000)]
    public void It_counts_what_a_list_of_instants_counts_to_within_a_32nd_of_its_length(long length)
    {
        var random = new Random(7);
        var window = new OutcomeWindow(TimeSpan.FromTicks(length));
        var events = new List<(long At, bool Failed)>();
        long now = 1_000_000_000_000;

        for (var i = 0; i < 5_000; i++)
        {
            now += random.NextInt64(length / 50);
            var failed = random.Next(3) == 0;
            events.Add((now, failed));
            if (failed)
            {
                window.AddFailure(now);
            }
            else
            {
                window.AddSuccess(now);
            }

            var sum = window.Sum(now);
            var surely = events.Count(e => e.Failed && now - e.At < length - (length / 32));
            var atMost = events.Count(e => e.Failed && now - e.At < length);
            sum.Failures.Should().BeInRange(surely, atMost);
            events.RemoveAll(e => now - e.At >= length);
        }
    }

    [Fact]
    [Behaviour("6")]
    public void After_a_pause_of_its_length_it_is_empty()
    {
        var window = new OutcomeWindow(TimeSpan.FromSeconds(10));
        window.AddFailure(12_345);

        window.Sum(12_345).Failures.Should().Be(1);
        window.Sum(12_345 + TimeSpan.FromSeconds(10).Ticks).Total.Should().Be(0);
    }

    [Fact]
    public void A_thread_that_comes_late_does_not_wipe_a_newer_slice()
    {
        var window = new OutcomeWindow(TimeSpan.FromTicks(64));
        var now = 10_000L;
        window.AddFailure(now);

        window.AddFailure(now - 128);

        window.Sum(now).Failures.Should().Be(1);
    }

    [Theory]
    [Behaviour("6", "9", "10")]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    public void A_window_of_up_to_127_ticks_lets_a_call_go_at_its_exact_tick(int ticks)
    {
        var window = new OutcomeWindow(TimeSpan.FromTicks(ticks));
        window.AddFailure(1_000);

        window.Sum(1_000 + ticks - 1).Failures.Should().Be(1);
        window.Sum(1_000 + ticks).Total.Should().Be(0);
    }

    [Fact]
    [Behaviour("7")]
    public void With_a_call_in_each_slice_every_further_slice_drops_one()
    {
        var window = new OutcomeWindow(TimeSpan.FromTicks(100));
        for (var i = 0; i < 100; i++)
        {
            window.AddSuccess(5_000 + i);
        }

        for (var i = 0; i <= 100; i++)
        {
            window.Sum(5_099 + i).Successes.Should().Be(100 - i);
        }
    }

    [Fact]
    public void Slow_is_said_beside_success_and_failure()
    {
        var window = new OutcomeWindow(TimeSpan.FromSeconds(10));
        window.Add(1, OutcomeCounts.Of(failed: false, slow: false));
        window.Add(1, OutcomeCounts.Of(failed: false, slow: true));
        window.Add(1, OutcomeCounts.Of(failed: true, slow: true));
        window.Add(1, OutcomeCounts.Of(failed: true, slow: false));

        window.Sum(1).Should().Be(new OutcomeCounts(2, 2, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(55_555_555_555_555)] // another process, whose clock began elsewhere
    public void Slices_given_out_and_taken_back_make_the_same_window(long shift)
    {
        var random = new Random(3);
        var length = TimeSpan.FromSeconds(30);
        var window = new OutcomeWindow(length);
        var events = new List<long>();
        var now = 7_000_000_000L;
        for (var i = 0; i < 2_000; i++)
        {
            now += random.NextInt64(length.Ticks / 500);
            window.Add(now, OutcomeCounts.Of(random.Next(3) == 0, random.Next(5) == 0));
            events.Add(now);
        }

        var copy = new OutcomeWindow(length);
        copy.Restore(window.GetSlices(now), now + shift);

        copy.Sum(now + shift).Should().Be(window.Sum(now));
        for (var later = 0L; later <= length.Ticks; later += length.Ticks / 100)
        {
            var held = length.Ticks - later;
            copy.Sum(now + shift + later).Total.Should().BeInRange(events.Count(e => now - e < held - (length.Ticks / 16)), events.Count(e => now - e < held));
        }
    }

    [Theory]
    [InlineData(10, 60)]
    [InlineData(60, 10)]
    [InlineData(10, 10)]
    public void A_window_of_another_length_holds_what_is_young_enough_and_nothing_stays_longer(int before, int after)
    {
        var random = new Random(11);
        var window = new OutcomeWindow(TimeSpan.FromSeconds(before));
        var events = new List<long>();
        var now = 9_000_000_000L;
        for (var i = 0; i < 3_000; i++)
        {
            now += random.NextInt64(TimeSpan.TicksPerSecond / 50);
            window.AddFailure(now);
            events.Add(now);
        }

        var resized = window.WithLength(TimeSpan.FromSeconds(after), now);

        var slack = TimeSpan.FromSeconds(Math.Max(before, after)).Ticks / 16;
        for (var later = 0L; later <= TimeSpan.FromSeconds(after).Ticks; later += TimeSpan.TicksPerSecond)
        {
            var held = TimeSpan.FromSeconds(after).Ticks - later;
            var young = Math.Min(held, TimeSpan.FromSeconds(before).Ticks);
            resized.Sum(now + later).Failures.Should().BeInRange(events.Count(e => now - e < young - slack), events.Count(e => now - e < held));
        }
    }

    [Fact]
    public void Ages_that_lie_in_the_future_count_as_now()
    {
        var window = new OutcomeWindow(TimeSpan.FromSeconds(1));
        window.Restore([new WindowSlice(-50_000_000, new OutcomeCounts(1, 2))], 100_000_000);

        window.Sum(100_000_000).Should().Be(new OutcomeCounts(1, 2));
        window.Sum(110_000_000).Total.Should().Be(0);
    }

    [Fact]
    public void Cleared_it_holds_nothing_and_counts_on()
    {
        var window = new OutcomeWindow(TimeSpan.FromSeconds(1));
        window.AddFailure(5);
        window.Clear();
        window.Sum(5).Total.Should().Be(0);

        window.AddSuccess(6);
        window.Sum(6).Should().Be(new OutcomeCounts(1, 0));
    }
}
