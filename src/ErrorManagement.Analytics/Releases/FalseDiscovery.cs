namespace ErrorManagement.Analytics.Releases;

/// <summary>Of many tests, which to believe, so that of those at most a given share is expected to be false: Y. Benjamini and Y. Hochberg (Journal of the Royal Statistical Society B 57, 1995).</summary>
internal static class FalseDiscovery
{
    /// <summary>For each p-value, the lowest share of false discoveries at which it is one: those at most as large as the share wanted are believed.</summary>
    public static double[] QValues(IReadOnlyList<double> pValues)
    {
        var order = Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).ToArray();
        var q = new double[pValues.Count];
        var least = 1.0;
        for (var rank = order.Length; rank > 0; rank--)
        {
            least = Math.Min(least, pValues[order[rank - 1]] * order.Length / rank);
            q[order[rank - 1]] = least;
        }

        return q;
    }
}
