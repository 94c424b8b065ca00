namespace ErrorManagement.Recovery;

/// <summary>The figures of one strategy. Immutable.</summary>
/// <param name="Strategy">The name of the strategy. Few different values.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Successes">How often it succeeded; a partial recovery is none.</param>
/// <param name="AverageDuration">The mean length of an attempt.</param>
public sealed record RecoveryStrategyStatistics(string Strategy, int Attempts, int Successes, TimeSpan AverageDuration)
{
    /// <summary><see cref="Successes"/> / <see cref="Attempts"/>, 0 to 1; 0 when it was never tried.</summary>
    public double SuccessRate => Attempts == 0 ? 0.0 : (double)Successes / Attempts;
}
