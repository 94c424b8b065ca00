namespace ErrorManagement.Benchmarks.Bars;

/// <summary>What two threads at one object cost against one thread, by CPU time, so that other processes on the machine hardly matter.</summary>
internal static class Contention
{
    private const int Runs = 5;
    private const int Threads = 2;
    private const int Times = 2_000_000;

    /// <summary>The gain of two threads over one divided by a plain delegate's in the same run, and the CPU time of one operation by two threads; medians of five.</summary>
    public static (double Gain, double Nanoseconds) Of(Action<int> work)
    {
        Func<int, CancellationToken, ValueTask<int>> plain = static (value, _) => new ValueTask<int>(value);
        void Direct(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var pending = plain(i, CancellationToken.None);
                _ = pending.Result;
            }
        }

        Timing.Each(work, Direct); // settles both
        var gains = new double[Runs];
        var spent = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            spent[run] = CpuNanoseconds(work, Threads);
            gains[run] = CpuNanoseconds(work, 1) / spent[run] / (CpuNanoseconds(Direct, 1) / CpuNanoseconds(Direct, Threads));
        }

        Array.Sort(gains);
        Array.Sort(spent);
        return (gains[Runs / 2], spent[Runs / 2]);
    }

    /// <summary>CPU time of one operation when so many threads work at once.</summary>
    private static double CpuNanoseconds(Action<int> work, int threads)
    {
        var used = new double[threads];
        using var start = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            var before = Timing.ThreadNanoseconds();
            work(Times);
            used[index] = Timing.ThreadNanoseconds() - before;
        })).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        return used.Sum() / (threads * (double)Times);
    }
}
