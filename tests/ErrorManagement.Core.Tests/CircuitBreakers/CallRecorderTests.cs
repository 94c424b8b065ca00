using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CallRecorderTests
{
    private const long Start = 10_000_000_000;

    /// <summary>Enough calls for the thread to gain a cell of its own.</summary>
    private const int Often = 100;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    [Theory]
    [Behaviour("5", "8")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_window_holds_what_a_plain_window_holds_and_the_totals_what_was_ever_recorded(int seed)
    {
        var random = new Random(seed);
        var recorder = new CallRecorder(Length);
        var plain = new OutcomeWindow(Length);
        var expected = new long[OutcomeTotals.Length];
        var now = Start;
        for (var i = 0; i < 20_000; i++)
        {
            now += random.Next(50) == 0 ? random.NextInt64(Length.Ticks / 3) : random.NextInt64(Length.Ticks / 2_000);
            switch (random.Next(20))
            {
                case 0:
                    recorder.Record(recorder.Period, now, failed: true, slow: i % 2 == 0);
                    plain.Add(now, OutcomeCounts.Of(failed: true, slow: i % 2 == 0));
                    expected[(int)CallOutcome.Failure]++;
                    break;
                case 1:
                    recorder.Record(recorder.Period, now, failed: false, slow: true);
                    plain.Add(now, OutcomeCounts.Of(failed: false, slow: true));
                    expected[(int)CallOutcome.Success]++;
                    break;
                case 2:
                    recorder.Increment(CallOutcome.Ignored);
                    expected[(int)CallOutcome.Ignored]++;
                    break;
                case 3 when random.Next(50) == 0:
                    recorder.StartPeriod(recorder.Period.Number + 1);
                    plain.Clear();
                    break;
                default:
                    recorder.RecordSuccess(recorder.Period, now);
                    plain.AddSuccess(now);
                    expected[(int)CallOutcome.Success]++;
                    break;
            }

            if (random.Next(10) == 0)
            {
                recorder.SumWindow(now).Should().Be(plain.Sum(now));
                Totals(recorder).Should().Equal(expected);
            }
        }

        recorder.GetSlices(now).Should().Equal(plain.GetSlices(now));
    }

    [Fact]
    public void Without_a_window_it_counts_all_the_same()
    {
        var recorder = new CallRecorder(null);
        for (var i = 0; i < Often; i++)
        {
            recorder.RecordSuccess(recorder.Period, 0);
        }

        recorder.Record(recorder.Period, 0, failed: true, slow: false);

        Totals(recorder).Should().Equal(Often, 1, 0, 0, 0);
        recorder.SumWindow(0).Should().Be(default(OutcomeCounts));
        recorder.GetSlices(0).Should().BeEmpty();
    }

    [Theory]
    [Behaviour("48")]
    [InlineData(1)]
    [InlineData(Often)]
    public void A_call_of_a_period_that_is_over_is_late_and_the_window_does_not_see_it(int before)
    {
        var recorder = new CallRecorder(Length);
        var old = recorder.Period;
        for (var i = 0; i < before; i++)
        {
            recorder.RecordSuccess(old, Start);
        }

        recorder.StartPeriod(recorder.Period.Number + 1);
        recorder.SumWindow(Start).Total.Should().Be(0);
        recorder.RecordSuccess(recorder.Period, Start);
        recorder.RecordSuccess(old, Start);
        recorder.Record(old, Start, failed: true, slow: true);

        recorder.SumWindow(Start).Should().Be(new OutcomeCounts(1, 0));
        Totals(recorder).Should().Equal(before + 1, 0, 0, 0, 2);
    }

    [Theory]
    [InlineData(10, 60)]
    [InlineData(60, 10)]
    public void A_window_of_another_length_keeps_each_call_once_and_takes_calls_that_began_before(int before, int after)
    {
        var recorder = new CallRecorder(TimeSpan.FromSeconds(before));
        var period = recorder.Period;
        for (var i = 0; i < Often; i++)
        {
            recorder.RecordSuccess(period, Start);
        }

        recorder.Resize(TimeSpan.FromSeconds(after), Start);
        recorder.RecordSuccess(period, Start);
        recorder.RecordSuccess(recorder.Period, Start);

        recorder.SumWindow(Start).Should().Be(new OutcomeCounts(Often + 2, 0));
        recorder.SumWindow(Start + (TimeSpan.TicksPerSecond * (after - 1)) - (TimeSpan.TicksPerSecond * before / 32)).Successes.Should().Be(Often + 2);
        recorder.SumWindow(Start + (TimeSpan.TicksPerSecond * after)).Total.Should().Be(0);
        Totals(recorder)[0].Should().Be(Often + 2);
    }

    [Theory]
    [InlineData(Start)]
    [InlineData(1_000)] // a clock that began just now: what was counted without a window has no instant, not this one's beginning
    public void A_window_may_come_and_go(long now)
    {
        var recorder = new CallRecorder(null);
        for (var i = 0; i < Often; i++)
        {
            recorder.RecordSuccess(recorder.Period, now);
        }

        recorder.Resize(Length, now);
        recorder.SumWindow(now).Total.Should().Be(0);
        recorder.RecordSuccess(recorder.Period, now);
        recorder.SumWindow(now).Total.Should().Be(1);

        recorder.Resize(null, now);
        recorder.RecordSuccess(recorder.Period, now);
        recorder.SumWindow(now).Total.Should().Be(0);
        Totals(recorder)[0].Should().Be(Often + 2);
    }

    [Fact]
    public void Slices_given_out_and_taken_back_make_the_same_window()
    {
        var recorder = new CallRecorder(Length);
        for (var i = 0; i < 1_000; i++)
        {
            recorder.RecordSuccess(recorder.Period, Start + (i * 50_000L));
        }

        var now = Start + 50_000_000;
        var copy = new CallRecorder(Length);
        copy.Restore(recorder.GetSlices(now), now);

        copy.SumWindow(now).Should().Be(recorder.SumWindow(now)).And.Be(new OutcomeCounts(1_000, 0));
        Totals(copy).Should().Equal(0, 0, 0, 0, 0);
    }

    [Fact]
    [Behaviour("101")]
    public void Every_sum_lies_between_what_had_ended_before_it_and_what_had_begun_after_it()
    {
        const int Writers = 4;
        const int Each = 100_000;
        var recorder = new CallRecorder(TimeSpan.FromDays(1));
        var begun = new long[Writers * 16];
        var ended = new long[Writers * 16];
        var threads = Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Volatile.Write(ref begun[writer * 16], i + 1);
                recorder.RecordSuccess(recorder.Period, Start + (i * 10_000L)); // passes through slices as it goes
                Volatile.Write(ref ended[writer * 16], i + 1);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());

        long total = 0, inWindow = 0;
        while (total < Writers * Each)
        {
            var least = Sum(ended);
            var totals = Totals(recorder)[0];
            var most = Sum(begun);
            totals.Should().BeInRange(Math.Max(least, total), most);
            total = totals;

            least = Sum(ended);
            var window = recorder.SumWindow(Start).Successes;
            most = Sum(begun);
            window.Should().BeInRange(Math.Max(least, inWindow), most);
            inWindow = window;
        }

        threads.ForEach(thread => thread.Join());
        recorder.SumWindow(Start).Successes.Should().Be(Writers * Each);

        static long Sum(long[] counts) => counts.Select((_, i) => Volatile.Read(ref counts[i])).Sum();
    }

    [Theory]
    [Behaviour("48", "100")]
    [InlineData(false)]
    [InlineData(true)]
    public void While_periods_change_every_call_is_counted_once(bool resizes)
    {
        const int Each = 50_000;
        var recorder = new CallRecorder(TimeSpan.FromDays(1));

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < Each; i++)
            {
                recorder.RecordSuccess(recorder.Period, Start);
                if (i % 10 == worker)
                {
                    recorder.Increment(CallOutcome.Rejected);
                }

                if (i % 500 == worker)
                {
                    if (resizes)
                    {
                        recorder.Resize(TimeSpan.FromHours(12 + worker), Start);
                    }
                    else
                    {
                        recorder.StartPeriod(recorder.Period.Number + 1);
                    }
                }
            }
        });

        var totals = Totals(recorder);
        (totals[(int)CallOutcome.Success] + totals[(int)CallOutcome.Late]).Should().Be(8 * Each);
        totals[(int)CallOutcome.Rejected].Should().Be(8 * Each / 10);
        if (resizes)
        {
            totals[(int)CallOutcome.Late].Should().Be(0);
            recorder.SumWindow(Start).Successes.Should().Be(8 * Each);
        }
    }

    [Fact]
    public void The_cells_of_threads_that_ended_are_used_again_and_no_call_is_lost()
    {
        const int Threads = 2_000;
        var recorder = new CallRecorder(Length);
        var most = 0;
        for (var i = 0; i < Threads; i += 4)
        {
            var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() => RecordOften(recorder))).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            most = Math.Max(most, recorder.Cells);
        }

        most.Should().BeInRange(1, 20);
        Totals(recorder)[0].Should().Be(Threads * Often);
        recorder.SumWindow(Start).Successes.Should().Be(Threads * Often);
    }

    [Fact]
    public void When_many_threads_ended_at_once_reading_the_totals_gives_their_cells_up()
    {
        const int Threads = 40;
        var recorder = new CallRecorder(Length);
        using var allHaveOne = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            RecordOften(recorder);
            allHaveOne.SignalAndWait();
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        recorder.Cells.Should().Be(Threads);

        Totals(recorder)[0].Should().Be(Threads * Often);

        recorder.Cells.Should().Be(0);
        Totals(recorder)[0].Should().Be(Threads * Often);
        recorder.SumWindow(Start).Successes.Should().Be(Threads * Often);
    }

    [Fact]
    public void A_thread_that_calls_seldom_has_no_cell()
    {
        var recorder = new CallRecorder(Length);

        // A thread of its own: recorders share its places, and others may have asked for the same one on this thread before.
        var seldom = new Thread(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                recorder.RecordSuccess(recorder.Period, Start);
            }
        });
        seldom.Start();
        seldom.Join();

        recorder.Cells.Should().Be(0);
        recorder.SumWindow(Start).Successes.Should().Be(10);
    }

    [Fact]
    public void Recorders_that_share_a_place_on_a_thread_all_count_right()
    {
        var recorders = Enumerable.Range(0, 3 * ThreadPlaces.Count).Select(_ => new CallRecorder(Length)).ToList();
        for (var i = 0; i < 2 * Often; i++)
        {
            foreach (var recorder in recorders)
            {
                recorder.RecordSuccess(recorder.Period, Start + i);
            }
        }

        recorders.Should().OnlyContain(recorder => recorder.SumWindow(Start) == new OutcomeCounts(2 * Often, 0));
        recorders.Should().OnlyContain(recorder => Totals(recorder)[0] == 2 * Often);
        recorders.Should().OnlyContain(recorder => recorder.Cells <= 1);
    }

    [Fact]
    public void A_thread_does_not_keep_a_recorder_alive_that_nobody_else_holds()
    {
        var dropped = MakeAndDrop();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        dropped.TryGetTarget(out _).Should().BeFalse();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<CallRecorder> MakeAndDrop()
        {
            var recorder = new CallRecorder(Length);
            RecordOften(recorder);
            recorder.Cells.Should().Be(1);
            return new WeakReference<CallRecorder>(recorder);
        }
    }

    [ReleaseFact]
    [Behaviour("102")]
    public void Recording_allocates_nothing_also_when_recorders_fight_for_a_place()
    {
        var recorders = Enumerable.Range(0, ThreadPlaces.Count + 1).Select(_ => new CallRecorder(Length)).ToList();
        var (one, other) = (recorders[0], recorders[^1]);
        var now = Start;
        Fight();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Fight();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Fight()
        {
            for (var i = 0; i < 1_000; i++)
            {
                now += 10_000;
                one.RecordSuccess(one.Period, now);
                other.RecordSuccess(other.Period, now);
                one.Increment(CallOutcome.Rejected);
                other.Record(other.Period, now, failed: true, slow: true);
                one.SumWindow(now);
            }
        }
    }

    private static void RecordOften(CallRecorder recorder)
    {
        for (var i = 0; i < Often; i++)
        {
            recorder.RecordSuccess(recorder.Period, Start);
        }
    }

    private static long[] Totals(CallRecorder recorder)
    {
        var totals = recorder.GetTotals();
        return ((ReadOnlySpan<long>)totals).ToArray();
    }
}
