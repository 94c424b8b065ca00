namespace ErrorManagement.BugSites.Scoring;

/// <summary>How well groups follow bugs, by pairs of throws.</summary>
/// <param name="Precision">Of the pairs in one group, the share that is one bug; 1 when there are none.</param>
/// <param name="Recall">Of the pairs of one bug, the share that is in one group; 1 when there are none.</param>
public readonly record struct PairScore(double Precision, double Recall)
{
    /// <summary>Counts pairs.</summary>
    /// <param name="throws">So many throws of a bug are in a group. The same bug and group may come more than once.</param>
    public static PairScore Of(IEnumerable<(string Bug, string Group, long Count)> throws)
    {
        var cells = new Dictionary<(string Bug, string Group), long>();
        foreach (var (bug, group, count) in throws)
        {
            cells[(bug, group)] = cells.GetValueOrDefault((bug, group)) + count;
        }

        var both = cells.Values.Sum(Pairs);
        return new PairScore(
            Share(both, cells.GroupBy(c => c.Key.Group, StringComparer.Ordinal).Sum(g => Pairs(g.Sum(c => c.Value)))),
            Share(both, cells.GroupBy(c => c.Key.Bug, StringComparer.Ordinal).Sum(g => Pairs(g.Sum(c => c.Value)))));
    }

    private static double Pairs(long count) => count / 2d * (count - 1);

    private static double Share(double part, double all) => all == 0 ? 1 : part / all;
}
