namespace ErrorManagement.Recovery;

/// <summary>Does one of the recovery actions in a host.</summary>
public interface IRecoveryActionHandler
{
    /// <summary>Does it. Called on a pool thread; never twice at once for one action and target, but for several targets at once.</summary>
    /// <param name="request">What to do, to what, and why.</param>
    /// <param name="cancellationToken">
    /// The run's own token, cancelled by the time-out of <see cref="RecoveryActionOptions.Timeout"/> alone: callers that give up leave, and the run goes on for the others.
    /// </param>
    /// <returns>Whether it went well. What it throws counts as false.</returns>
    ValueTask<bool> HandleAsync(RecoveryActionRequest request, CancellationToken cancellationToken);
}
