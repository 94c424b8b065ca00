namespace ErrorManagement.Recovery;

/// <summary>How often a recovery action was asked for, and what became of it. Immutable.</summary>
/// <param name="Action">The action.</param>
/// <param name="Runs">How many runs have ended, those that ran out of time included. For the action none, how often it was asked for.</param>
/// <param name="Successes">How many of them went well.</param>
/// <param name="Failures">How many of them did not.</param>
/// <param name="Timeouts">How many of the failures ran out of time.</param>
/// <param name="Joined">How many failures joined a run that another one had begun.</param>
/// <param name="NotAttempted">How often nothing ran: no handler, or asked for from within its own run.</param>
/// <param name="AverageDuration">The mean length of the runs; zero when there was none.</param>
public sealed record RecoveryActionStatistics(
    RecoveryAction Action, long Runs, long Successes, long Failures, long Timeouts, long Joined, long NotAttempted, TimeSpan AverageDuration)
{
    /// <summary><see cref="Successes"/> / <see cref="Runs"/>, 0 to 1; 0 when there was no run.</summary>
    public double SuccessRate => Runs == 0 ? 0.0 : (double)Successes / Runs;
}
