using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/releases.md, and the figures of its example.</summary>
public sealed class ReleasesPageTests
{
    [Fact]
    public void Use()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.1.0" });
        registry.Record(new ErrorOccurrence("orders", "Shop.CouponException", "no coupon") { Release = "2.0.0" });
        var said = new List<string>();

        #region use
        var comparison = ReleaseComparison.Of(registry);                   // the newest release with the one before
        foreach (var change in comparison?.New.Concat(comparison.Rising) ?? [])
        {
            said.Add($"{change.Kind} {change.Error.ErrorType}: {change.BaselineCount} -> {change.CandidateCount}, x{change.RateRatio:F1} [{change.RatioAtLeast:F1}, {change.RatioAtMost:F1}], q = {change.QValue:G2}");
        }
        #endregion

        comparison!.Baseline.Release.Should().Be("2.0.0");
        said.Should().BeEmpty();
    }

    [Fact]
    public void Exposure()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.1.0" });
        registry.Record(new ErrorOccurrence("orders", "Shop.CouponException", "no coupon") { Release = "2.0.0" });

        #region exposure
        var byTraffic = ReleaseComparison.Of(registry, "2.0.0", "2.1.0", new ReleaseComparisonOptions
        {
            BaselineExposure = ReleaseExposure.OfRequests(1_200_000),
            CandidateExposure = ReleaseExposure.OfRequests(310_000),
        });
        #endregion

        byTraffic!.TooFewData.Should().ContainSingle();
    }

    [Fact]
    public void The_worked_example()
    {
        (string Type, long Before, long After, double BeforeCrowding, double AfterCrowding)[] errors =
        [
            ("CouponNull", 0, 8, 0, 0), ("Odd", 0, 1, 0, 0), ("StockGone", 30, 0, 0, 0), ("CartTimeout", 10, 20, 0, 0),
            ("PdfFailed", 200, 9, 0, 0), ("MailRefused", 60, 14, 0, 0), ("PartnerDown", 120, 118, 59, 58), ("Rare", 1, 0, 0, 0),
        ];
        var baseline = new ReleaseObservation("2.0.0", ReleaseExposure.OfTime(TimeSpan.FromHours(24)), [.. errors.Select((error, i) => Of(i, error.Type, error.Before, error.BeforeCrowding))]);
        var candidate = new ReleaseObservation("2.1.0", ReleaseExposure.OfTime(TimeSpan.FromHours(6)), [.. errors.Select((error, i) => Of(i, error.Type, error.After, error.AfterCrowding))]);

        var comparison = ReleaseComparison.Of(baseline, candidate);

        var shown = new[] { comparison.New, comparison.Gone, comparison.Rising, comparison.Falling, comparison.Unchanged, comparison.TooFewData }
            .SelectMany(static list => list)
            .Select(static change => FormattableString.Invariant(
                $"| `{change.Error.ErrorType}` | {change.BaselineCount} | {change.CandidateCount} | {Ratio(change.RateRatio)} | {Ratio(change.RatioAtLeast)} to {Ratio(change.RatioAtMost)} | {change.Dispersion:F1} | {Chance(change.QValue)} | {change.Kind} |"));
        File.ReadAllLines(Repository.PathOf("docs/releases.md")).Where(static line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(static letter => letter == '|') == 9)
            .Should().Equal(shown);

        static ReleaseErrorCount Of(int number, string type, long count, double crowding) =>
            new(new ErrorFingerprint(1, (UInt128)number), count) { ErrorType = type, Crowding = new MeanCrowding(crowding, crowding, crowding) };

        static string Ratio(double? ratio) => ratio switch { null => "–", double.PositiveInfinity => "∞", _ => FormattableString.Invariant($"{ratio:0.##}") };

        static string Chance(double? q) => q is null ? "–" : q < 0.0001 ? "< 0.0001" : FormattableString.Invariant($"{q:0.####}");
    }
}
