namespace ErrorManagement.BugSites.Scoring;

/// <summary>Scores runs: how well the records follow the bugs, and what other rules would have made of the same stacks.</summary>
public sealed class CorpusScore
{
    private const string LimitsDesk = "limits/";

    private readonly IReadOnlyList<BugRun> _runs;

    /// <param name="runs">What the processes said.</param>
    /// <param name="limits">Whether it is about the pairs that nobody can tell apart, or about all others.</param>
    public CorpusScore(IEnumerable<BugRun> runs, bool limits = false) =>
        _runs = [.. runs.Select(r => r with { Sites = [.. r.Sites.Where(s => s.Site.StartsWith(LimitsDesk, StringComparison.Ordinal) == limits)] })];

    /// <summary>The sites that are scored.</summary>
    public IReadOnlyList<string> Sites => [.. _runs.SelectMany(r => r.Sites).Select(s => s.Site).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Sites whose throws led to one record in each process, and to the same one in all, by its fingerprint.</summary>
    public IReadOnlyList<string> Steady => [.. Sites.Except(Split.Select(s => s.Site))];

    /// <summary>Pairs of throws, over all runs together; records of several processes are one when their fingerprints are.</summary>
    public PairScore ByThrow => PairScore.Of(Cells().Select(c => (c.Site, c.Group, c.Count)));

    /// <summary>
    /// Pairs of stacks, over all runs together: a stack that a site was seen with in a process counts once, however often it was thrown.
    /// Stricter: by throws, what is seen once cold hardly counts.
    /// </summary>
    public PairScore ByStack => PairScore.Of(
        from run in _runs
        from site in run.Sites
        from variant in site.Variants
        from g in variant.Groups
        select (site.Site, GroupOf(run, g), 1L));

    /// <summary>Sites whose throws are in more than one group, with what is in each.</summary>
    public IReadOnlyList<(string Site, IReadOnlyList<CorpusCell> Groups)> Split =>
        [.. Cells().GroupBy(c => c.Site, StringComparer.Ordinal).Where(s => s.Select(c => c.Group).Distinct(StringComparer.Ordinal).Count() > 1).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, (IReadOnlyList<CorpusCell>)[.. s]))];

    /// <summary>Groups that hold more than one bug, with what is in each.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<CorpusCell> Sites)> Mixed =>
        [.. Cells().GroupBy(c => c.Group, StringComparer.Ordinal).Where(g => g.Select(c => c.Site).Distinct(StringComparer.Ordinal).Count() > 1).OrderBy(g => g.First().Site, StringComparer.Ordinal).Select(g => (g.Key, (IReadOnlyList<CorpusCell>)[.. g]))];

    /// <summary>What a rule that looks at one stack at a time would have made of the same throws.</summary>
    /// <param name="rule">The group that the rule puts a stack in.</param>
    /// <param name="byStack">Whether a stack counts once, or as often as it was seen.</param>
    public PairScore Emulate(Func<VariantResult, string> rule, bool byStack) => PairScore.Of(
        from run in _runs
        from site in run.Sites
        from variant in site.Variants
        select (site.Site, $"{site.Component}|{rule(variant)}", byStack ? 1 : variant.Count));

    /// <summary>
    /// What the simplest rule that knows of inlining makes of the same stacks: same type and message, and the own frames of one are those of the
    /// other with some left out. Stacks come as the runs met them, and join the first group that has one like them.
    /// </summary>
    /// <param name="byStack">Whether a stack counts once, or as often as it was seen.</param>
    public PairScore EmulateAliases(bool byStack)
    {
        var groups = new Dictionary<string, List<List<IReadOnlyList<string>>>>(StringComparer.Ordinal);
        var cells = new List<(string, string, long)>();
        foreach (var (site, variant) in _runs.SelectMany(r => r.Sites).SelectMany(s => s.Variants.Select(v => (s, v))))
        {
            var family = $"{site.Component}|{variant.Message}";
            if (!groups.TryGetValue(family, out var members))
            {
                groups.Add(family, members = []);
            }

            var at = members.FindIndex(m => m.Exists(f => IsPartOf(f, variant.Frames) || IsPartOf(variant.Frames, f)));
            if (at < 0)
            {
                at = members.Count;
                members.Add([]);
            }

            members[at].Add(variant.Frames);
            cells.Add((site.Site, $"{family}|{at}", byStack ? 1 : variant.Count));
        }

        return PairScore.Of(cells);
    }

    private static bool IsPartOf(IReadOnlyList<string> part, IReadOnlyList<string> whole)
    {
        var at = 0;
        foreach (var frame in whole)
        {
            if (at < part.Count && part[at] == frame)
            {
                at++;
            }
        }

        return at == part.Count;
    }

    private IEnumerable<CorpusCell> Cells() =>
        from run in _runs
        from site in run.Sites
        from g in site.Groups
        select new CorpusCell(run.Setting.Name, site.Site, GroupOf(run, g), g.Count, g.Template, site.FramesIn(g.Fingerprint));

    // What was not recorded or is not held any more is no group with anything of another process.
    private static string GroupOf(BugRun run, GroupCount group) =>
        group.Fingerprint == GroupCount.NotRecorded || group.Fingerprint.StartsWith(GroupCount.Lost, StringComparison.Ordinal) ? $"{run.Setting.Name}: {group.Fingerprint}" : group.Fingerprint;
}
