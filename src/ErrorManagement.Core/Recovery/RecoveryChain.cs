using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Recovery;

/// <summary>Strategies one after the other: the first success ends it; else it is partial if one was partial, else failed. When none was attempted, it was not attempted.</summary>
/// <remarks>
/// One that throws has failed, and the next one is tried; after a fatal error none is. Added to a <see cref="RecoveryManager"/>, each strategy is an attempt of its own: recorded, limited and
/// joined like any other. Immutable; safe on any thread.
/// </remarks>
public sealed class RecoveryChain : IRecoveryStrategy
{
    private readonly IRecoveryStrategy[] _strategies;

    /// <summary>Makes a chain.</summary>
    /// <param name="name">The name under which layers list it. Few different values, no private data.</param>
    /// <param name="strategies">The strategies in order, copied; at least one.</param>
    /// <exception cref="ArgumentException">The name is blank, or there is no strategy, or one is null.</exception>
    public RecoveryChain(string name, params IRecoveryStrategy[] strategies)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(strategies);
        if (strategies.Length == 0 || Array.IndexOf(strategies, null) >= 0)
        {
            throw new ArgumentException($"Recovery chain '{name}': there must be at least one strategy, and none may be null.", nameof(strategies));
        }

        Name = name;
        _strategies = [.. strategies];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The strategies, in order.</summary>
    public IReadOnlyList<IRecoveryStrategy> Strategies => _strategies;

    /// <inheritdoc/>
    public bool IsShared => false; // its strategies say it for themselves

    /// <inheritdoc/>
    public bool IsApplicable(Exception error, string layer, ErrorClassification verdict) => Array.Exists(_strategies, strategy => strategy.IsApplicable(error, layer, verdict));

    /// <inheritdoc/>
    public async ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var verdict = context.Verdict ?? ErrorClassifier.Default.Classify(context.Error, cancellationToken);
        var best = RecoveryOutcome.NotAttempted;
        foreach (var strategy in _strategies)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = await TryAsync(strategy, context with { Verdict = verdict }, verdict, cancellationToken).ConfigureAwait(false);
            if (outcome == RecoveryOutcome.Success)
            {
                return outcome;
            }

            best = Better(best, outcome);
        }

        return best;
    }

    /// <summary>The outcome of several attempts, in the order of the enumeration; what is no value of it has failed.</summary>
    internal static RecoveryOutcome Better(RecoveryOutcome one, RecoveryOutcome other) => Known(other) > one ? Known(other) : one;

    /// <summary>What is no value of the enumeration has failed.</summary>
    internal static RecoveryOutcome Known(RecoveryOutcome outcome) => Enum.IsDefined(outcome) ? outcome : RecoveryOutcome.Failed;

    private static async ValueTask<RecoveryOutcome> TryAsync(IRecoveryStrategy strategy, RecoveryContext context, ErrorClassification verdict, CancellationToken cancellationToken)
    {
        try
        {
            return strategy.IsApplicable(context.Error, context.Layer, verdict)
                ? Known(await strategy.ExecuteAsync(context, cancellationToken).ConfigureAwait(false))
                : RecoveryOutcome.NotAttempted;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !HopelessErrors.IsFatal(e))
        {
            Diagnostics.LibraryFailures.Swallow(e); // without a manager nobody keeps it
            return RecoveryOutcome.Failed;
        }
    }
}
