using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class LastCallsWindowTests
{
    [Fact]
    [Behaviour("11")]
    public void A_window_of_ten_calls_holds_the_last_ten_of_twelve_and_its_rate_follows_them()
    {
        var window = new LastCallsWindow(10);
        foreach (var failed in new[] { true, true, true, true, true, true, true, true, false, false, false, false })
        {
            window.Record(failed, slow: false);
        }

        window.Sum().Should().Be(new OutcomeCounts(4, 6));
        window.Sum().FailureRate.Should().Be(0.6);

        for (var i = 0; i < 3; i++)
        {
            window.Record(failed: false, slow: false);
        }

        window.Sum().FailureRate.Should().Be(0.3);
    }

    [Theory]
    [Behaviour("11")]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void It_counts_what_a_list_of_the_last_calls_counts_whatever_its_length_becomes(int length)
    {
        var random = new Random(length);
        var window = new LastCallsWindow(length);
        var calls = new List<EndedCall>();
        for (var i = 0; i < 5_000; i++)
        {
            var call = new EndedCall(random.Next(3) == 0, random.Next(4) == 0);
            calls.Add(call);
            window.Record(call.Failed, call.Slow);
            if (i % 500 == 499)
            {
                calls = calls.TakeLast(length).ToList(); // what a shorter window forgot, a longer one does not know
                window.Resize(length = random.Next(1, 1_500));
            }

            var last = calls.TakeLast(length).ToList();
            window.Sum().Should().Be(new OutcomeCounts(last.Count(c => !c.Failed), last.Count(c => c.Failed), last.Count(c => c.Slow)));
        }

        window.GetCalls().Should().Equal(calls.TakeLast(length));
    }

    [Fact]
    public void Calls_given_out_and_taken_back_make_the_same_window()
    {
        var window = new LastCallsWindow(5);
        for (var i = 0; i < 8; i++)
        {
            window.Record(i % 2 == 0, i % 3 == 0);
        }

        var copy = new LastCallsWindow(3);
        copy.Restore(window.GetCalls());

        copy.GetCalls().Should().Equal(window.GetCalls()[2..]);
        copy.Sum().Total.Should().Be(3);
    }

    [Fact]
    public void Cleared_it_holds_nothing_and_counts_on()
    {
        var window = new LastCallsWindow(2);
        window.Record(failed: true, slow: true);
        window.Clear();
        window.Sum().Should().Be(default(OutcomeCounts));

        window.Record(failed: false, slow: true);
        window.Sum().Should().Be(new OutcomeCounts(1, 0, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_length_below_one_is_refused(int length)
    {
        var making = () => new LastCallsWindow(length);
        var resizing = () => new LastCallsWindow(1).Resize(length);

        making.Should().Throw<ArgumentOutOfRangeException>();
        resizing.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    [Behaviour("101")]
    public void On_many_threads_each_call_takes_one_place()
    {
        var window = new LastCallsWindow(1_000);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                window.Record(worker % 2 == 0, slow: worker % 2 == 0);
                if (i % 100 == 0)
                {
                    var sum = window.Sum();
                    sum.Total.Should().BeLessThanOrEqualTo(1_000);
                    sum.Slow.Should().Be(sum.Failures);
                }
            }
        });

        var calls = window.GetCalls();
        window.Sum().Should().Be(new OutcomeCounts(calls.Count(c => !c.Failed), calls.Count(c => c.Failed), calls.Count(c => c.Slow)));
        window.Sum().Total.Should().Be(1_000);
    }

    [Fact]
    [Behaviour("101")]
    public void Every_sum_lies_between_what_had_ended_before_it_and_what_had_begun_after_it()
    {
        const int Writers = 4;
        const int Each = 20_000;
        var window = new LastCallsWindow(Writers * Each);
        long begun = 0, ended = 0;
        var threads = Enumerable.Range(0, Writers).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Interlocked.Increment(ref begun);
                window.Record(failed: true, slow: false);
                Interlocked.Increment(ref ended);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());

        long seen = 0;
        while (seen < Writers * Each)
        {
            var least = Math.Max(seen, Volatile.Read(ref ended));
            seen = window.Sum().Failures;
            seen.Should().BeInRange(least, Volatile.Read(ref begun));
        }

        threads.ForEach(thread => thread.Join());
        window.Sum().Should().Be(new OutcomeCounts(0, Writers * Each));
    }
}
