using ErrorManagement.BugSites.Scoring;
using Xunit.Abstractions;

namespace ErrorManagement.Analytics.Tests.Grouping;

/// <summary>The short form of bar A2; the full one is `-- bugs` of the benchmarks. docs/accuracy-bug-sites.md.</summary>
public sealed class BugSitesTests(ITestOutputHelper output)
{
    // Enough for every tier: methods are counted from the first call on here.
    private const int Throws = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Bugs whose records have another fingerprint in one of the two processes, and why.</summary>
    private static readonly Dictionary<string, string> KnownExceptions = new(StringComparer.Ordinal)
    {
        ["orders/price"] = TwoWays,
        ["orders/tax"] = TwoWays,
        ["stock/inside-first"] = TwoWays,
        ["stock/inside-second"] = TwoWays,
        ["stock/apply-left"] = TwoWays,
        ["stock/apply-right"] = TwoWays,
        ["reports/mutual"] = TwoWays,
        ["reports/new"] = NoPlace,
        ["gateway/rail"] = NoPlace,
        ["gateway/road"] = NoPlace,
        ["gateway/index"] = NoPlace,
        ["gateway/overflow"] = NoPlace,
        ["gateway/null-name"] = NoPlace,
    };

    private const string TwoWays = "what was inlined leads from one statement to the same throw in two ways, and the frames that say which are gone";
    private const string NoPlace = "the runtime gives no place for the inlined call or the fault, or that of a neighbour, and the method has several that fit";

    [Fact] // A2, D3, tracking-peers 0.2
    public async Task Records_follow_bugs_and_not_what_the_compiler_makes_of_them()
    {
        BugRun[] runs =
        [
            await BugSiteProcess.ThrowAsync(BugSetting.Default.Hastened(), Throws, Patience),
            await BugSiteProcess.ThrowAsync(BugSetting.NotTiered.Hastened(), Throws, Patience),
        ];

        var score = new CorpusScore(runs);
        foreach (var (group, sites) in score.Mixed)
        {
            output.WriteLine($"mixed in {group}: {string.Join(", ", sites.Select(s => s.Site).Distinct())}");
        }

        foreach (var (site, groups) in score.Split)
        {
            output.WriteLine($"split: {site}: {string.Join(", ", groups.Select(g => $"{g.Count} in {g.Group} ({g.Setting})"))}");
        }

        score.Sites.Should().HaveCountGreaterThan(100);
        runs.SelectMany(r => r.Sites).Should().OnlyContain(s => s.Groups.Sum(g => g.Count) > Throws, "each bug was thrown so often, and every throw was recorded");
        runs.Select(r => r.Sites.Sum(s => s.Variants.Select(v => v.Own).Distinct().Count())).Should().OnlyContain(stacks => stacks > score.Sites.Count, "the compiler has changed stacks; without that this test proves nothing");
        score.Mixed.Select(m => string.Join(", ", m.Sites.Select(s => s.Site).Distinct())).Should().BeEmpty("no record holds two bugs");
        score.ByThrow.Precision.Should().Be(1);
        score.ByThrow.Recall.Should().BeGreaterThanOrEqualTo(.95);
        score.ByStack.Precision.Should().Be(1);

        // The bar by stack is one over seven processes. Of two, a bug with another fingerprint in the second loses half of its pairs, and when a tier comes is chance.
        score.ByStack.Recall.Should().BeGreaterThanOrEqualTo(.9);
        score.Split.Where(HasTwoMainRecords).Select(s => s.Site).Except(KnownExceptions.Keys).Should().BeEmpty("all other bugs have one fingerprint, in both processes the same");
    }

    /// <summary>Whether most of a bug's throws are in another record in one process than in the other.</summary>
    private static bool HasTwoMainRecords((string Site, IReadOnlyList<CorpusCell> Groups) split) =>
        split.Groups.GroupBy(static g => g.Setting, StringComparer.Ordinal).Select(static process => process.MaxBy(static g => g.Count)!.Group).Distinct(StringComparer.Ordinal).Count() > 1;
}
