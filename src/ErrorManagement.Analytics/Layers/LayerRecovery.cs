using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Runs the recovery of one error, and knows on whose behalf code runs: an error that is met while recovering does not begin another recovery.</summary>
/// <param name="manager">Runs the strategies; asked when the first recovery begins, because it may lead back to the registry.</param>
internal sealed class LayerRecovery(Func<RecoveryManager> manager)
{
    private static readonly AsyncLocal<bool> UnderWay = new();

    /// <summary>Whether what runs here runs for a recovery.</summary>
    public static bool IsUnderWay => UnderWay.Value;

    /// <summary>Tries the strategies. Never throws.</summary>
    public async ValueTask<RecoveryResult> RunAsync(IReadOnlyList<string> strategies, NewLayerError error, Func<CancellationToken, ValueTask>? rerun, CancellationToken cancellationToken)
    {
        UnderWay.Value = true; // undone when this method returns
        try
        {
            var result = await manager().RecoverAsync(strategies, ContextOf(in error, rerun), cancellationToken).ConfigureAwait(false);
            return error.Exception is not null ? result : result with { Attempts = [.. result.Attempts.Select(attempt => attempt with { ErrorType = error.ErrorType })] };
        }
        catch (Exception e)
        {
            // The manager does not throw; the container may fail to make it.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return new RecoveryResult(RecoveryOutcome.NotAttempted, []) { Exception = e };
        }
    }

    private static RecoveryContext ContextOf(in NewLayerError error, Func<CancellationToken, ValueTask>? rerun) =>
        new(error.Exception ?? new NamedError(error.ErrorType, error.Message))
        {
            Layer = error.Layer,
            Component = string.IsNullOrWhiteSpace(error.Component) ? error.Layer : error.Component,
            Operation = error.Operation,
            Rerun = rerun,
            Verdict = error.Exception is null ? new ErrorClassification(error.Category, error.Severity) : null,
        };
}
