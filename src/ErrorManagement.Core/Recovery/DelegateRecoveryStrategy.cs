using ErrorManagement.Classification;

namespace ErrorManagement.Recovery;

/// <summary>A strategy that a host wrote as a lambda.</summary>
internal sealed class DelegateRecoveryStrategy(
    string name, Func<RecoveryContext, CancellationToken, ValueTask<RecoveryOutcome>> execute, Func<Exception, string, ErrorClassification, bool>? isApplicable, bool isShared) : IRecoveryStrategy
{
    public string Name => name;

    public bool IsShared => isShared;

    public bool IsApplicable(Exception error, string layer, ErrorClassification verdict) => isApplicable?.Invoke(error, layer, verdict) ?? true;

    public ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken) => execute(context, cancellationToken);
}
