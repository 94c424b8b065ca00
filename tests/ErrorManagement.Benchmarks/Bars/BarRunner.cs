using System.Diagnostics;
using System.Globalization;

namespace ErrorManagement.Benchmarks.Bars;

internal static class BarRunner
{
    public static int Run(string? selection)
    {
        Func<int, bool> wanted;
        try
        {
            wanted = Parse(selection);
        }
        catch (FormatException)
        {
            Console.Error.WriteLine($"'{selection}' is no selection of bars; it reads like P1-P7,P15.");
            return 2;
        }

        var failed = 0;
        var watch = Stopwatch.StartNew();
        foreach (var bar in BreakerBars.All.Concat(PolicyBars.All).Concat(RecordingBars.All).Concat(GrowthBars.All).Concat(SeriesBars.All).Concat(GroupingBars.All).Concat(AnomalyBars.All).OrderBy(b => b.Number).Where(b => wanted(b.Number)))
        {
            if (bar.Measure is null)
            {
                Console.WriteLine($"P{bar.Number,-3}{bar.Name,-44} absent");
                continue;
            }

            var measured = bar.Measure();
            var ok = bar.Holds(measured);
            failed += ok ? 0 : 1;
            var verdict = bar.IsInformation ? "for information" : $"bar {(bar.HigherIsBetter ? ">=" : "<=")} {Show(bar.Bound, bar.Unit),-8} {(ok ? "ok" : "SHORT")}";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"P{bar.Number,-3}{bar.Name,-44} {Show(measured, bar.Unit),8}  {verdict}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0} s; {(failed == 0 ? "every bar holds" : $"{failed} short")}"));
        return failed == 0 ? 0 : 1;
    }

    private static string Show(double value, string unit) =>
        value.ToString(unit is "B" or "ns" ? "0" : unit == "MB" ? "0.0" : "0.000", CultureInfo.InvariantCulture) + unit;

    private static Func<int, bool> Parse(string? selection)
    {
        if (selection is null)
        {
            return static _ => true;
        }

        var ranges = selection.Split(',').Select(part =>
        {
            var ends = part.Split('-').Select(end => int.Parse(end.TrimStart('P', 'p'), NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
            return ends.Length is 1 or 2 ? (From: ends[0], To: ends[^1]) : throw new FormatException();
        }).ToArray();
        return number => ranges.Any(r => number >= r.From && number <= r.To);
    }
}
