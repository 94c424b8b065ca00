using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.Architecture.Tests.Docs;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the figures of docs/anomaly-rules.md.</summary>
public sealed class AnomalyRulesPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/anomaly-rules.md");

    [Fact]
    public void Use()
    {
        using var registry = new ErrorRegistry();

        #region use
        foreach (var spike in registry.FindSpikes())
        {
            Console.WriteLine($"{spike.At:HH:mm} {spike.Count} errors, {spike.Threshold:0.0} would be usual: {spike.Severity?.ToWireName()}");
        }

        var unusual = registry.FindDeviations(new DeviationRule(new DeviationRuleOptions { Deviations = 3 }), SeriesSelector.OfComponent("payments"));

        SeriesPoint[] series = [new(DateTimeOffset.UnixEpoch, 1), new(DateTimeOffset.UnixEpoch.AddMinutes(5), 2)];
        var found = new SpikeRule().FindIn(series);                 // pure, over any series
        #endregion

        unusual.Should().BeEmpty();
        found.Should().BeEmpty();
    }

    [Fact]
    public void Report()
    {
        using var registry = new ErrorRegistry();

        #region report
        var reporter = new ErrorReporter(registry);
        string json = reporter.GetStatisticalAnomalies(new DeviationRuleOptions { Deviations = 2.5 }).ToJson();
        #endregion

        json.Should().Contain("\"deviations\": 2.5,");
    }

    [Fact]
    public void The_figures_of_the_example_are_those_of_the_code()
    {
        var series = Enumerable.Range(0, 288).Select(i => new SeriesPoint(DateTimeOffset.UnixEpoch.AddMinutes(5 * i), i == 200 ? 5 : 0)).ToList();
        var spike = new SpikeRule().FindIn(series).Should().ContainSingle().Which;
        var deviation = new DeviationRule().FindIn(series).Should().ContainSingle().Which;

        Page.Table("example").Should().BeEquivalentTo(new[]
        {
            new[] { "Mean", Shown(spike.Mean) },
            ["Threshold of the spike rule", Shown(spike.Threshold)],
            ["Severity", spike.Severity!.Value.ToWireName()],
            ["Threshold of the deviation rule", Shown(deviation.Threshold)],
            ["DeviationsAbove", Shown(deviation.DeviationsAbove!.Value)],
        });

        static string Shown(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
    }
}
