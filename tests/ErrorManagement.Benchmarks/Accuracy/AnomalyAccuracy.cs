using System.Globalization;
using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Benchmarks.Accuracy;

/// <summary>A3: the anomaly detector on labelled series, each by a new detector with the shipped defaults, the threshold among them.</summary>
internal static class AnomalyAccuracy
{
    public const double NabBar = 68;
    public const double CloudBar = 0.46;

    private const int Resamples = 2_000;

    /// <summary>The scores that the shipped detector gives the values of a series, in order.</summary>
    public static double[] Scores(LabelledSeries series)
    {
        var detector = new AnomalyDetector();
        return [.. series.Times.Zip(series.Values, detector.Observe)];
    }

    /// <summary>Prints the figures; writes the scores as one file a series where a folder is given, in nab and ms_cloud, as the tools read them. Exit code 1 when a bar is short.</summary>
    public static int Run(string? folder)
    {
        var nab = LabelledSeries.Nab();
        var cloud = LabelledSeries.Cloud();
        if (nab.Count == 0 || cloud.Count == 0)
        {
            Console.WriteLine("A3 absent: ../shared/data/nab or ../shared/data/ms_cloud is not here.");
            return 0;
        }

        var threshold = new AnomalyDetectorOptions().AlarmThreshold;
        var windows = nab.Select(series => (series.Family, Score: NabScore.Of(series, Scored(series, folder, "nab"), threshold))).ToList();
        var events = cloud.Select(series => (series.Family, Score: EventScore.Of(series, Scored(series, folder, "ms_cloud"), threshold))).ToList();

        Console.WriteLine(Invariant($"A3 anomalies, threshold {threshold}"));
        Console.WriteLine("   NAB                                   score   windows hit   false alarms");
        foreach (var family in windows.GroupBy(series => series.Family))
        {
            Console.WriteLine(Line(family.Key, family.Aggregate(default(NabScore), (sum, series) => sum + series.Score)));
        }

        var nabTotal = windows.Aggregate(default(NabScore), (sum, series) => sum + series.Score);
        Console.WriteLine(Line("all", nabTotal));
        Console.WriteLine("   ms_cloud                              F1      recall  precision   events hit   false alarms");
        foreach (var family in events.GroupBy(series => series.Family))
        {
            Console.WriteLine(Line(family.Key, family.Aggregate(default(EventScore), (sum, series) => sum + series.Score)));
        }

        var cloudTotal = events.Aggregate(default(EventScore), (sum, series) => sum + series.Score);
        Console.WriteLine(Line("all", cloudTotal));
        Console.WriteLine(Interval("NAB, files drawn anew", windows, sample => sample.Aggregate(default(NabScore), (sum, series) => sum + series.Score).Value, "F1"));
        Console.WriteLine(Interval("ms_cloud, files drawn anew", events, sample => sample.Aggregate(default(EventScore), (sum, series) => sum + series.Score).F1, "F3"));
        return Check("NAB, standard profile", nabTotal.Value, NabBar, "F2") + Check("ms_cloud, F1 of events", cloudTotal.F1, CloudBar, "F4") == 0 ? 0 : 1;
    }

    private static double[] Scored(LabelledSeries series, string? folder, string set)
    {
        var scores = Scores(series);
        if (folder is not null)
        {
            var file = Path.Combine([folder, set, .. series.Name.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file, ["timestamp,value,anomaly_score", .. scores.Select((score, i) => Invariant($"{series.Stamps[i]},{series.Values[i]:R},{score:R}"))]);
        }

        return scores;
    }

    /// <summary>Between which figures nine of ten sets of as many files lie, drawn from these with replacement.</summary>
    private static string Interval<T>(string what, List<T> series, Func<IEnumerable<T>, double> score, string format)
    {
        var random = new Random(7);
        var figures = Enumerable.Range(0, Resamples).Select(_ => score([.. series.Select(_ => series[random.Next(series.Count)])])).Order().ToList();
        return Invariant($"   {what,-36}{figures[Resamples / 20].ToString(format, CultureInfo.InvariantCulture)} to {figures[Resamples * 19 / 20].ToString(format, CultureInfo.InvariantCulture)} (bootstrap, 90 %)");
    }

    private static string Line(string name, NabScore score) => Invariant($"   {name,-36}{score.Value,7:F1}{Invariant($"{score.Hit} of {score.Windows}"),14}{score.False,15}");

    private static string Line(string name, EventScore score) =>
        Invariant($"   {name,-36}{score.F1,7:F3}{score.Recall,9:F3}{score.Precision,11:F3}{Invariant($"{score.Hit} of {score.Events}"),13}{score.False,15}");

    private static int Check(string what, double value, double bar, string format)
    {
        Console.WriteLine(Invariant($"A3 {what,-32}{value.ToString(format, CultureInfo.InvariantCulture),9}  bar >= {bar:0.##}  {(value >= bar ? "ok" : "SHORT")}"));
        return value >= bar ? 0 : 1;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
