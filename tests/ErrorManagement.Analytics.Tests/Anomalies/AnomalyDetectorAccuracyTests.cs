using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.Benchmarks.Accuracy;

namespace ErrorManagement.Analytics.Tests.Anomalies;

/// <summary>The figures of docs/anomalies.md: what was reached stays reached. The bars are lower; these are never loosened.</summary>
public sealed class AnomalyDetectorAccuracyTests
{
    private static readonly double Threshold = new AnomalyDetectorOptions().AlarmThreshold;

    [AnomalyDataFact] // A3
    public void The_numenta_benchmark_scores_at_least_as_before()
    {
        var score = LabelledSeries.Nab().Aggregate(default(NabScore), (sum, series) => sum + NabScore.Of(series, Scores(series), Threshold));

        score.Value.Should().BeGreaterThan(71.5);
        score.Hit.Should().BeGreaterThanOrEqualTo(51);
    }

    [AnomalyDataFact] // A3
    public void The_series_of_cloud_services_score_at_least_as_before()
    {
        var score = LabelledSeries.Cloud().Aggregate(default(EventScore), (sum, series) => sum + EventScore.Of(series, Scores(series), Threshold));

        score.F1.Should().BeGreaterThan(0.534);
    }

    [AnomalyDataFact] // end to end: windows that people marked
    public void A_missing_day_a_failing_machine_and_a_flood_of_tweets_are_told()
    {
        foreach (var name in new[] { "artificialWithAnomaly/art_daily_nojump.csv", "realAWSCloudwatch/ec2_cpu_utilization_ac20cd.csv", "realTweets/Twitter_volume_CRM.csv" })
        {
            var series = LabelledSeries.Nab().Single(series => series.Name == name);
            var score = NabScore.Of(series, Scores(series), Threshold);

            score.Hit.Should().Be(series.Windows.Count, name);
        }
    }

    [Fact]
    public void An_early_hit_earns_more_than_a_late_one_and_a_miss_costs()
    {
        var series = Series(200, [(100, 119)], []);

        Nab(series).Should().BeApproximately(0, 1e-9, "no alarm");
        Nab(series, 100).Should().BeApproximately(100, 1e-9, "the first row of the window");
        Nab(series, 119).Should().BeInRange(50, 60);
        Nab(series, 50).Should().BeApproximately(-5.5, 1e-9, "a false alarm costs .11 of 2");
        Nab(series, 121).Should().BeInRange(-5.5, 0, "just after the window it costs less");
        Nab(series, 5).Should().Be(0, "a probationary row");
    }

    [Fact]
    public void Events_are_runs_of_labels_widened_by_three_rows()
    {
        var series = Series(200, [], [100, 101, 150]);

        Events(series, 97).Should().Be(new EventScore(1, 2, 0, 1, 170));
        Events(series, 96).Should().Be(new EventScore(0, 2, 1, 1, 170));
        Events(series, 104, 110, 153).Should().Be(new EventScore(2, 2, 0, 2, 170), "20 rows after an alarm raise none");
        Events(series, 10).Should().Be(new EventScore(0, 2, 0, 0, 170), "a row of the warm-up");
    }

    private static double[] Scores(LabelledSeries series)
    {
        var detector = new AnomalyDetector();
        return [.. series.Times.Zip(series.Values, detector.Observe)];
    }

    private static LabelledSeries Series(int count, (int From, int To)[] windows, int[] labels)
    {
        var times = Enumerable.Range(0, count).Select(i => SeededSeries.Start.AddMinutes(5 * i)).ToList();
        return new LabelledSeries("a/b", [], times, [], [.. windows.Select(window => (times[window.From], times[window.To]))], [.. Enumerable.Range(0, count).Select(i => labels.Contains(i))]);
    }

    private static double[] Alarms(int count, int[] rows) => [.. Enumerable.Range(0, count).Select(i => rows.Contains(i) ? 1.0 : 0)];

    private static double Nab(LabelledSeries series, params int[] alarms) => NabScore.Of(series, Alarms(series.Times.Count, alarms), 0.5).Value;

    private static EventScore Events(LabelledSeries series, params int[] alarms) => EventScore.Of(series, Alarms(series.Times.Count, alarms), 0.5);
}
