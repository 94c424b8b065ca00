namespace ErrorManagement.Recovery;

/// <summary>What the attempts that are kept say, the last 100 unless the options say otherwise. Those that were not attempted and those that joined a run are not among them. Immutable.</summary>
/// <param name="TotalAttempts">How many.</param>
/// <param name="SuccessfulAttempts">How many succeeded; a partial recovery is none.</param>
/// <param name="Strategies">Each strategy that was tried, in the order of names.</param>
/// <param name="MostCommonErrors">The five types of failures with the most attempts, the most first; with equal counts in the order of names.</param>
/// <param name="LastAttempts">The last ten, oldest first.</param>
public sealed record RecoveryAnalytics(
    int TotalAttempts,
    int SuccessfulAttempts,
    IReadOnlyList<RecoveryStrategyStatistics> Strategies,
    IReadOnlyList<RecoveryErrorCount> MostCommonErrors,
    IReadOnlyList<RecoveryAttempt> LastAttempts)
{
    private const int MostErrors = 5;
    private const int MostAttempts = 10;

    /// <summary><see cref="SuccessfulAttempts"/> / <see cref="TotalAttempts"/>, 0 to 1; 0 when there is none.</summary>
    public double SuccessRate => TotalAttempts == 0 ? 0.0 : (double)SuccessfulAttempts / TotalAttempts;

    internal static RecoveryAnalytics Of(IReadOnlyList<RecoveryAttempt> attempts) => new(
        attempts.Count,
        attempts.Count(IsSuccess),
        [.. attempts.GroupBy(attempt => attempt.Strategy ?? attempt.Action).OrderBy(group => group.Key, StringComparer.Ordinal).Select(OfStrategy)],
        [.. attempts.GroupBy(attempt => attempt.ErrorType).Select(group => new RecoveryErrorCount(group.Key, group.Count())).OrderByDescending(error => error.Count).ThenBy(error => error.ErrorType, StringComparer.Ordinal).Take(MostErrors)],
        [.. attempts.Skip(attempts.Count - MostAttempts)]);

    /// <summary>The mean length; zero for none.</summary>
    internal static TimeSpan AverageOf(IReadOnlyCollection<RecoveryAttempt> attempts) =>
        attempts.Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(attempts.Sum(attempt => attempt.Duration.Ticks) / attempts.Count);

    internal static bool IsSuccess(RecoveryAttempt attempt) => attempt.Outcome == RecoveryOutcome.Success;

    private static RecoveryStrategyStatistics OfStrategy(IGrouping<string, RecoveryAttempt> group)
    {
        var attempts = group.ToArray();
        return new RecoveryStrategyStatistics(group.Key, attempts.Length, attempts.Count(IsSuccess), AverageOf(attempts));
    }
}
