using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Recovery;

/// <summary>Runs what a host has registered in the place of a component or a layer that failed.</summary>
/// <remarks>
/// The handler of the component comes before that of the layer; without one nothing is attempted. True is a success, false a partial one; what it throws is a failure.
/// Not for fatal errors and interrupted threads: they must not be hidden. Safe on any thread.
/// </remarks>
public sealed class FallbackRecoveryStrategy : IRecoveryStrategy
{
    /// <summary>Its name.</summary>
    public const string StrategyName = "fallback";

    private readonly ConcurrentDictionary<string, Func<RecoveryContext, CancellationToken, ValueTask<bool>>> _handlers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => StrategyName;

    /// <inheritdoc/>
    public bool IsShared => false; // each call gets its own answer

    /// <summary>Says what runs for a component or a layer, in place of what did before.</summary>
    /// <param name="componentOrLayer">The component, such as <c>payments</c>, or the layer, such as <c>service</c>. Compared by ordinal; not blank.</param>
    /// <param name="handler">Runs; true when it serves in full, false when in part.</param>
    [OverloadResolutionPriority(2)]
    public void Register(string componentOrLayer, Func<RecoveryContext, CancellationToken, ValueTask<bool>> handler)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(componentOrLayer);
        ArgumentNullException.ThrowIfNull(handler);
        _handlers[componentOrLayer] = handler;
    }

    /// <summary>Says what runs for a component or a layer; see the other form.</summary>
    /// <param name="componentOrLayer">The component or the layer.</param>
    /// <param name="handler">Runs; true when it serves in full, false when in part.</param>
    [OverloadResolutionPriority(1)]
    public void Register(string componentOrLayer, Func<RecoveryContext, CancellationToken, Task<bool>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Register(componentOrLayer, (context, token) => new ValueTask<bool>(handler(context, token)));
    }

    /// <summary>Says what runs for a component or a layer; see the other form.</summary>
    /// <param name="componentOrLayer">The component or the layer.</param>
    /// <param name="handler">Runs; true when it serves in full, false when in part.</param>
    public void Register(string componentOrLayer, Func<RecoveryContext, CancellationToken, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Register(componentOrLayer, (context, token) => new ValueTask<bool>(handler(context, token)));
    }

    /// <summary>Takes the handler of a component or a layer away.</summary>
    /// <param name="componentOrLayer">The component or the layer.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unregister(string componentOrLayer) => _handlers.TryRemove(componentOrLayer, out _);

    /// <inheritdoc/>
    public bool IsApplicable(Exception error, string layer, ErrorClassification verdict)
    {
        ArgumentNullException.ThrowIfNull(error);
        return verdict.CanFallBack && !HopelessErrors.IsFatal(error) && error is not ThreadInterruptedException;
    }

    /// <inheritdoc/>
    public async ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_handlers.TryGetValue(context.Component, out var handler) && !_handlers.TryGetValue(context.Layer, out handler))
        {
            return RecoveryOutcome.NotAttempted;
        }

        return await handler(context, cancellationToken).ConfigureAwait(false) ? RecoveryOutcome.Success : RecoveryOutcome.Partial;
    }
}
