using ErrorManagement.Recovery;

namespace ErrorManagement.Hosting;

/// <summary>A handler that the container makes when it is first needed: handlers may depend on what depends on the actions.</summary>
internal sealed class LateActionHandler(Func<IRecoveryActionHandler> make) : IRecoveryActionHandler
{
    public ValueTask<bool> HandleAsync(RecoveryActionRequest request, CancellationToken cancellationToken) => make().HandleAsync(request, cancellationToken);
}
