using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.Architecture.Tests.Docs;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the table of docs/trends.md.</summary>
public sealed class TrendsPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/trends.md");

    [Fact]
    public void Use()
    {
        using var registry = new ErrorRegistry();

        #region use
        var now = DateTimeOffset.UtcNow;
        var week = registry.GetSeries(SeriesSelector.OfComponent("payments"), now.AddDays(-6), now, TimeSpan.FromDays(1));

        var errors = Trend.OfCounts(week);                          // three days against three, 20 %
        var rates = Trend.OfRates([0.10, 0.12, null, 0.31]);        // seven days against seven, 10 %; null: a day without runs
        var any = Trend.Of([5, 9, 7, 21], window: 2, thresholdPercent: 50);

        Console.WriteLine($"{errors.Direction.ToWireName()} {errors.ChangePercent} %");
        #endregion

        errors.Points.Should().Be(7);
        rates.Points.Should().Be(3);
        any.ChangePercent.Should().Be(100);
    }

    [Fact]
    public void The_table_of_examples_is_what_the_code_says()
    {
        var rows = Page.Table("trends").ToList();
        rows.Should().HaveCountGreaterThan(5);
        foreach (var row in rows)
        {
            var points = row[0].Split(' ').Select(text => text == "-" ? (double?)null : double.Parse(text, CultureInfo.InvariantCulture)).ToList();
            var trend = row[1] == "counts" ? Trend.OfCounts(points.Select(point => (long)point!.Value)) : Trend.OfRates(points);

            (trend.ChangePercent.ToString(CultureInfo.InvariantCulture), trend.Direction.ToWireName()).Should().Be((row[2], row[3]), row[0]);
        }
    }
}
