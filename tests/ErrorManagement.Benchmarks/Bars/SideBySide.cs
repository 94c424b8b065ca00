using System.Diagnostics;
using System.Globalization;
using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Benchmarks.Bars.BreakerCalls;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>The table of docs/performance.md: our breaker and Polly's, one line a kind of call.</summary>
internal static class SideBySide
{
    private const int Judged = int.MinValue; // results from here on are failures to a breaker that judges them

    private static readonly CircuitMetricsLevel[] Levels = Enum.GetValues<CircuitMetricsLevel>();

    public static int Run()
    {
        var watch = Stopwatch.StartNew();
        Console.WriteLine("| call | ours | Polly | ratio | ours, B | Polly, B |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|");
        Successes("success, async", Results, Results(Pollys()));
        Successes("success, sync", SynchronousResults, SynchronousResults(Pollys()));
        Print("success, async, result judged", Results(OursJudging()), Results(PollysJudging()));
        Rejections();
        Failures();
        TwoThreads();
        Print("idle breaker, bytes held", Held(static () => new CircuitBreaker("idle")), Held(Pollys), "0");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0} s"));
        return 0;
    }

    private static void Successes(string call, Func<CircuitBreaker, int, Action<int>> through, Action<int> polly)
    {
        (string Name, Action<int> Work)[] ours =
        [
            .. from window in new[] { false, true }
               from level in Levels
               select ($"{call}, {(window ? "rate window" : "consecutive")}, {level}", through(Ours(level, window), 0)),
        ];
        var spent = Timing.Each([polly, .. ours.Select(static o => o.Work)]);
        for (var i = 0; i < ours.Length; i++)
        {
            Print(ours[i].Name, spent[i + 1], spent[0], "0.0", Timing.Bytes(ours[i].Work), Timing.Bytes(polly));
        }
    }

    private static void Rejections()
    {
        Print("open: TryEnter, against an outcome", RefusedPermits(OursOpen()), RefusedOutcomes(PollysOpen()));
        Print("open: TryExecuteAsync, against an outcome", RefusedOutcomes(OursOpen()), RefusedOutcomes(PollysOpen()));
        Print("open: awaited and caught", Awaited(OursOpen(), SucceedAsync), Awaited(PollysOpen(), SucceedAsync));
    }

    private static void Failures()
    {
        var ours = Ours(CircuitMetricsLevel.Counts, false);
        var polly = Pollys();
        Print("failure: exception, sync", Caught(ours, Fail), Caught(polly, Fail));
        Print("failure: task that has failed, awaited", Awaited(ours, FailAsync), Awaited(polly, FailAsync));
        Print("failure: exception, ten frames deep, sync", Caught(ours, static (id, _) => DeepThrow.Run(id)), Caught(polly, static (id, _) => DeepThrow.Run(id)));
        Print("failure: result, sync", SynchronousResults(OursJudging(), Judged), SynchronousResults(PollysJudging(), Judged));
        Print("failure: result, async", Results(OursJudging(), Judged), Results(PollysJudging(), Judged));
    }

    private static void TwoThreads()
    {
        var polly = Contention.Of(Results(Pollys()));
        foreach (var window in new[] { false, true })
        {
            var ours = Contention.Of(Results(Ours(CircuitMetricsLevel.Counts, window)));
            var name = $"two threads, {(window ? "rate window" : "consecutive")}, Counts";
            Print(name, ours.Nanoseconds, polly.Nanoseconds, "0.0");
            Print($"{name}: gain over one, of a plain delegate's", ours.Gain, polly.Gain, "0.00");
        }
    }

    /// <summary>Bytes that one object holds on to, once what its making took has been collected.</summary>
    private static double Held(Func<object> make)
    {
        const int Count = 1_000;
        make();
        var kept = new object[Count];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            kept[i] = make();
        }

        SpinWait.SpinUntil(static () => ThreadPool.PendingWorkItemCount == 0, TimeSpan.FromSeconds(5)); // what they queued holds memory of its own
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(kept);
        return each;
    }

    private static void Print(string call, Action<int> ours, Action<int> polly)
    {
        var spent = Timing.Each(ours, polly);
        Print(call, spent[0], spent[1], "0.0", Timing.Bytes(ours), Timing.Bytes(polly));
    }

    private static void Print(string call, double ours, double polly, string format, double? oursBytes = null, double? pollyBytes = null) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {call} | {ours.ToString(format, CultureInfo.InvariantCulture)} | {polly.ToString(format, CultureInfo.InvariantCulture)} | {ours / polly:0.000} | {oursBytes:0} | {pollyBytes:0} |"));
}
