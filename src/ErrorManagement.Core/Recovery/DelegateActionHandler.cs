namespace ErrorManagement.Recovery;

/// <summary>A handler that a host wrote as a lambda.</summary>
internal sealed class DelegateActionHandler(Func<RecoveryActionRequest, CancellationToken, ValueTask<bool>> handle) : IRecoveryActionHandler
{
    public ValueTask<bool> HandleAsync(RecoveryActionRequest request, CancellationToken cancellationToken) => handle(request, cancellationToken);
}
