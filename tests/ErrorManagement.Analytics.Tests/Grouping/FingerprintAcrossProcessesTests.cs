using ErrorManagement.BugSites.Scoring;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class FingerprintAcrossProcessesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    [Fact] // D3, tracking-peers 0.3: hosts of another country, and the same host after a restart, share their records
    public async Task Errors_without_a_stack_have_the_same_fingerprint_in_every_process_culture_and_host()
    {
        var first = await UnthrownAsync("en-US", "host-1");

        first.Should().HaveCountGreaterThan(20);
        first.Should().OnlyContain(line => !line.EndsWith(" none", StringComparison.Ordinal));
        foreach (var (culture, host) in new[] { ("de-DE", "host-2"), ("tr-TR", "host-3"), ("ja-JP", "host-1") })
        {
            (await UnthrownAsync(culture, host)).Should().Equal(first, "the culture is {0} and the host {1}", culture, host);
        }
    }

    [Theory] // D3: the second process has other string hashes, another culture and another order
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ja-JP")]
    public async Task Errors_that_were_thrown_have_the_same_fingerprint_in_a_process_of_another_culture(string culture)
    {
        BugRun[] runs =
        [
            await BugSiteProcess.ThrowAsync(BugSetting.Default.Unhurried(), throws: 1, Patience),
            await BugSiteProcess.ThrowAsync(BugSetting.Default.Unhurried() with { Culture = culture, Seed = 9 }, throws: 1, Patience),
        ];

        var score = new CorpusScore(runs);

        score.Sites.Should().HaveCountGreaterThan(100);
        score.Split.Select(s => s.Site).Should().BeEmpty();
    }

    private static Task<IReadOnlyList<string>> UnthrownAsync(string culture, string host) =>
        BugSiteProcess.RunAsync(NoVariables, ["unthrown", "--culture", culture, "--host", host], Patience);
}
