using ErrorManagement.Recovery;

namespace ErrorManagement.Hosting;

/// <summary>The handlers of recovery actions that were added to the container; the last one of an action stands.</summary>
internal sealed class RecoveryRegistrations
{
    public Dictionary<RecoveryAction, Func<IServiceProvider, IRecoveryActionHandler>> Handlers { get; } = [];
}
