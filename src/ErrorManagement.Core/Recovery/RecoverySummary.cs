namespace ErrorManagement.Recovery;

/// <summary>The attempts that are kept, in short: of one layer or of all. Immutable.</summary>
/// <param name="TotalAttempts">How many.</param>
/// <param name="SuccessfulAttempts">How many succeeded; a partial recovery is none.</param>
/// <param name="AverageDurationMs">The mean length of an attempt in milliseconds; 0 when there is none.</param>
/// <param name="LastAttempts">The last five, oldest first.</param>
public sealed record RecoverySummary(int TotalAttempts, int SuccessfulAttempts, double AverageDurationMs, IReadOnlyList<RecoveryAttempt> LastAttempts)
{
    private const int MostAttempts = 5;

    /// <summary><see cref="SuccessfulAttempts"/> / <see cref="TotalAttempts"/>, 0 to 1; 0 when there is none.</summary>
    public double SuccessRate => TotalAttempts == 0 ? 0.0 : (double)SuccessfulAttempts / TotalAttempts;

    /// <summary>Sums up attempts, for instance those of the results that a host has collected.</summary>
    /// <param name="attempts">The attempts, oldest first.</param>
    /// <returns>The summary.</returns>
    public static RecoverySummary Of(IReadOnlyList<RecoveryAttempt> attempts)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        return new RecoverySummary(
            attempts.Count,
            attempts.Count(RecoveryAnalytics.IsSuccess),
            RecoveryAnalytics.AverageOf(attempts).TotalMilliseconds,
            [.. attempts.Skip(attempts.Count - MostAttempts)]);
    }
}
