using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Recovery;

/// <summary>A recovery action in the place of a strategy, under its name on the wire.</summary>
internal sealed class ActionRecoveryStrategy(RecoveryAction action, RecoveryActions actions) : IRecoveryStrategy
{
    public string Name { get; } = SnakeNames<RecoveryAction>.Of(action);

    /// <summary>Whether somebody does it.</summary>
    public bool IsRegistered => actions.IsRegistered(action);

    public bool IsApplicable(Exception error, string layer, ErrorClassification verdict) => IsRegistered;

    public async ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var result = await actions.RunAsync(action, context.Target, context, cancellationToken).ConfigureAwait(false);
        if (result.Exception is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure); // so that the attempt carries its message
        }

        return result.Outcome;
    }
}
