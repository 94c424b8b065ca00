using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class OutcomeWindowTests
{
    [Theory] // [5] [6] [9]
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

    [Fact] // [6]
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
}
