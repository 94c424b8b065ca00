using System.Diagnostics;
using System.Globalization;
using ErrorManagement.BugSites.Scoring;

namespace ErrorManagement.Benchmarks.Bugs;

/// <summary>
/// Bar A2: throws every bug of tests/ErrorManagement.BugSites cold and warm, in one process for each setting of the runtime and for several
/// cultures, and scores how well the records follow the bugs.
/// </summary>
internal static class BugRunner
{
    private const int DefaultThrows = 40_000;
    private const double LeastPrecision = 1;
    private const double LeastRecall = .95;
    private const int ShownStacks = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static async Task<int> RunAsync(string? throws)
    {
        var count = DefaultThrows;
        if (throws is not null && (!int.TryParse(throws, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1))
        {
            Console.Error.WriteLine($"'{throws}' is no number of throws; it reads like 40000.");
            return 2;
        }

        var watch = Stopwatch.StartNew();
        var runs = new List<BugRun>();
        Print($"{"process",-22} {"throws",10} {"stacks",7} {"records",8}   by throw: precision recall   by stack: precision recall");
        foreach (var setting in BugSetting.All)
        {
            var run = await BugSiteProcess.ThrowAsync(setting, count, Patience);
            runs.Add(run);
            Show(setting.Name, [run]);
        }

        Show("all together", runs);
        var score = new CorpusScore(runs);
        Print($"one and the same fingerprint in all processes: {score.Steady.Count} of {score.Sites.Count} bugs");
        ShowOthers(score);
        var limits = new CorpusScore(runs, limits: true);
        Print($"not scored, the same stack to the last offset: {string.Join(", ", limits.Sites)}; {limits.Mixed.Count} groups mix some, {limits.Split.Count} of {limits.Sites.Count} are split");
        ShowMixed(score);
        ShowSplit(score);
        var holds = Holds(score.ByThrow) && Holds(score.ByStack);
        Print($"A2 precision >= {LeastPrecision:0.00} and recall >= {LeastRecall:0.00} over all processes together, by throw and by stack: {(holds ? "ok" : "SHORT")}");
        Print($"{watch.Elapsed.TotalSeconds:0} s");
        return holds ? 0 : 1;
    }

    private static bool Holds(PairScore score) => score.Precision >= LeastPrecision && score.Recall >= LeastRecall;

    private static void Show(string name, IReadOnlyList<BugRun> runs)
    {
        var score = new CorpusScore(runs);
        var sites = runs.SelectMany(r => r.Sites).Where(s => score.Sites.Contains(s.Site)).ToArray();
        var stacks = sites.Sum(s => s.Variants.Select(v => v.Own).Distinct(StringComparer.Ordinal).Count());
        var records = sites.SelectMany(s => s.Groups).Select(g => g.Fingerprint).Distinct(StringComparer.Ordinal).Count();
        Print($"{name,-22} {sites.Sum(s => s.Groups.Sum(g => g.Count)),10} {stacks,7} {records,8}   {Text(score.ByThrow),27}   {Text(score.ByStack),27}");
    }

    private static void ShowOthers(CorpusScore score)
    {
        Print($"");
        Print($"{"rule, on the same throws",-62} by throw: precision recall   by stack: precision recall");
        Other("all frames", static v => v.All);
        Other("own frames", static v => v.Own);
        Other("first own frame", static v => v.First);
        Other("type and masked message", static v => v.Message);
        Row("type and masked message, own frames of one part of the other's", score.EmulateAliases(byStack: false), score.EmulateAliases(byStack: true));
        Row("this library", score.ByThrow, score.ByStack);
        Print($"");

        void Other(string name, Func<VariantResult, string> rule) => Row(name, score.Emulate(rule, byStack: false), score.Emulate(rule, byStack: true));

        static void Row(string name, PairScore byThrow, PairScore byStack) => Print($"{name,-62} {Text(byThrow),26}   {Text(byStack),27}");
    }

    private static void ShowMixed(CorpusScore score)
    {
        foreach (var (group, sites) in score.Mixed)
        {
            Print($"mixed in {group} ({sites[0].Template.ReplaceLineEndings(" ")}): {string.Join(", ", sites.Select(s => s.Site).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}");
            foreach (var cell in sites.DistinctBy(s => s.Site))
            {
                ShowStacks(cell);
            }
        }
    }

    private static void ShowSplit(CorpusScore score)
    {
        foreach (var (site, groups) in score.Split)
        {
            Print($"split: {site}");
            foreach (var cell in groups)
            {
                Print($"  {cell.Count} in {cell.Group}, {cell.Setting}, {cell.Template.ReplaceLineEndings(" ")}");
                ShowStacks(cell);
            }
        }
    }

    private static void ShowStacks(CorpusCell cell)
    {
        foreach (var stack in cell.Stacks.Take(ShownStacks))
        {
            Print($"    {cell.Site}, {cell.Setting}: {stack.Replace("ErrorManagement.BugSites.", "", StringComparison.Ordinal)}");
        }
    }

    private static string Text(PairScore score) => string.Create(CultureInfo.InvariantCulture, $"{score.Precision:0.0000} {score.Recall:0.0000}");

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
