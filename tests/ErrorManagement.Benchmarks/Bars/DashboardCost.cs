using System.Diagnostics;
using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.TestKit;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>What a dashboard costs: a registry that is full, each record with a week behind it; first while nothing happens, then while another thread records all the time.</summary>
internal static class DashboardCost
{
    private const int Records = 10_000;
    private const int Components = 200;
    private const int Types = 50;
    private const int Minutes = 7 * 24 * 60;
    private const int Rounds = 60;
    private const double Milliseconds = 1e6;

    public static int Run()
    {
        var time = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, time);
        var dashboard = new ErrorDashboard(registry, null, time);
        Fill(registry, time);
        for (var i = 0; i < 5 * Rounds; i++)
        {
            // Compiled well before it is measured.
            dashboard.GetDashboard(TimeSpan.FromHours(i % 2 == 0 ? 24 : 168));
        }

        Console.WriteLine("| dashboard of 10,000 records | CPU ms, median | CPU ms, worst | KB | JSON KB |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        Measure("24 h", dashboard, TimeSpan.FromHours(24));
        Measure("7 d", dashboard, TimeSpan.FromDays(7));
        Part("the figures alone", () => registry.GetStatistics());
        Part("the patterns alone", () => dashboard.GetPatternAlerts());
        Part("the anomalies alone", () => registry.GetAnomalies());
        Part("the top errors alone", () => dashboard.GetTopErrors());
        Part("the same of 7 d", () => dashboard.GetTopErrors(TimeSpan.FromDays(7)));
        using var stop = new CancellationTokenSource();
        var recording = new Thread(() => Record(registry, stop.Token)) { IsBackground = true };
        recording.Start();
        Measure("24 h, another thread records", dashboard, TimeSpan.FromHours(24));
        Measure("7 d, another thread records", dashboard, TimeSpan.FromDays(7));
        stop.Cancel();
        recording.Join();
        return 0;
    }

    private static void Measure(string name, ErrorDashboard dashboard, TimeSpan range) =>
        Part(name, () => dashboard.GetDashboard(range), dashboard.GetDashboard(range).ToJson().Length);

    private static void Part(string name, Func<object> ask, int json = 0)
    {
        var times = new double[Rounds];
        var bytes = 0L;
        for (var round = -Rounds; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = Timing.ThreadNanoseconds();
            GC.KeepAlive(ask());
            if (round >= 0)
            {
                times[round] = (Timing.ThreadNanoseconds() - before) / Milliseconds;
                bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[Rounds / 2]:0.0} | {times[^1]:0.0} | {bytes / 1024.0:0} | {json / 1024.0:0} |"));
    }

    /// <summary>Each some ten times a day, a hundredth of them every minute.</summary>
    private static void Fill(ErrorRegistry registry, FakeTimeProvider time)
    {
        for (var i = 0; i < Records; i++)
        {
            Record(registry, i);
            if (i % 500 == 0)
            {
                registry.CountErrors();
            }
        }

        var random = new Random(1);
        for (var minute = 0; minute < Minutes; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            for (var i = 0; i < Records / 144; i++)
            {
                Record(registry, random.Next(Records));
            }

            for (var i = 0; i < Records; i += 100)
            {
                Record(registry, i);
            }
        }

        Debug.Assert(registry.CountErrors().Records == Records, "It is full.");
    }

    private static void Record(ErrorRegistry registry, CancellationToken stop)
    {
        var random = new Random(2);
        while (!stop.IsCancellationRequested)
        {
            Record(registry, random.Next(Records));
        }
    }

    private static void Record(ErrorRegistry registry, int number) => registry.Record(new ErrorOccurrence(
        "c" + (number % Components).ToString(CultureInfo.InvariantCulture),
        "T" + (number / Components % Types).ToString(CultureInfo.InvariantCulture),
        "failed"));
}
