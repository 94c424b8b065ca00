using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>Times code against other code in one run: small batches in turn, CPU time of this thread where the system tells it, the smallest of many.</summary>
internal static partial class Timing
{
    private const int Rounds = 60;
    private const double BatchNanoseconds = 1_500_000;
    private const int ProcessCpuClock = 2; // CLOCK_PROCESS_CPUTIME_ID
    private const int ThreadCpuClock = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Time of the first per operation divided by that of the second. Each takes how many times to run its operation.</summary>
    public static double Ratio(Action<int> ours, Action<int> reference)
    {
        var best = Each(ours, reference);
        return best[0] / best[1];
    }

    /// <summary>Nanoseconds per operation of each, from interleaved batches.</summary>
    public static double[] Each(params Action<int>[] operations)
    {
        var sizes = operations.Select(Settle).ToArray();
        var best = operations.Select(static _ => double.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < operations.Length; i++)
            {
                best[i] = Math.Min(best[i], Measure(operations[i], sizes[i]));
            }
        }

        return best;
    }

    /// <summary>Bytes that one operation allocates on this thread.</summary>
    public static double Bytes(Action<int> operation)
    {
        const int Count = 2_000;
        operation(Count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        operation(Count);
        return Math.Round((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count);
    }

    /// <summary>CPU nanoseconds that this thread has used.</summary>
    public static double ThreadNanoseconds() => CpuNanoseconds(ThreadCpuClock);

    /// <summary>CPU nanoseconds that all threads of this process have used.</summary>
    public static double ProcessNanoseconds() => CpuNanoseconds(ProcessCpuClock);

    private static double CpuNanoseconds(int clock)
    {
        if (OperatingSystem.IsLinux() && ClockGetTime(clock, out var time) == 0)
        {
            return (time.Seconds * 1e9) + time.Nanoseconds;
        }

        return Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
    }

    /// <summary>Runs it until the JIT has settled, and finds how many operations make a batch.</summary>
    private static int Settle(Action<int> operation)
    {
        var size = 1;
        var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * 6 / 10);
        var perOperation = 1e6;
        while (Stopwatch.GetTimestamp() < until)
        {
            perOperation = Measure(operation, size);
            size = (int)Math.Clamp(BatchNanoseconds / Math.Max(perOperation, 0.1), 1, 2_000_000);
        }

        return size;
    }

    private static double Measure(Action<int> operation, int size)
    {
        var before = ThreadNanoseconds();
        operation(size);
        return (ThreadNanoseconds() - before) / size;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
