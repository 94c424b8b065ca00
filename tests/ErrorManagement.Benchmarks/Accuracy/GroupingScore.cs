namespace ErrorManagement.Benchmarks.Accuracy;

/// <summary>How well predicted groups agree with true ones.</summary>
/// <param name="GroupingAccuracy">Messages whose predicted group is exactly their true group, as a share of all messages ("Tools and Benchmarks for Automated Log Parsing", Zhu et al., ICSE-SEIP 2019).</param>
/// <param name="GroupF1">The harmonic mean of the exactly right groups' shares of all predicted and of all true groups (Jiang et al., "A Large-Scale Evaluation for Log Parsing Techniques", ISSTA 2024).</param>
internal readonly record struct GroupingScore(double GroupingAccuracy, double GroupF1)
{
    /// <summary>Scores groups.</summary>
    /// <param name="truth">The true group of each message.</param>
    /// <param name="predicted">The predicted group of each message, in the same order.</param>
    public static GroupingScore Of(IReadOnlyList<string> truth, IReadOnlyList<int> predicted)
    {
        var trueSizes = truth.CountBy(group => group, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var predictedSizes = predicted.CountBy(group => group).ToDictionary();
        var right = truth.Zip(predicted).CountBy(pair => pair)
            .Where(both => both.Value == trueSizes[both.Key.First] && both.Value == predictedSizes[both.Key.Second]).ToList();

        // 2PR / (P + R) with P = right / predicted and R = right / true.
        return new GroupingScore(
            right.Sum(both => both.Value) / (double)Math.Max(1, truth.Count),
            2.0 * right.Count / Math.Max(1, trueSizes.Count + predictedSizes.Count));
    }
}
