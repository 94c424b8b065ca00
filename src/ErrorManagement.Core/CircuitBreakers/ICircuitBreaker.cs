namespace ErrorManagement.CircuitBreakers;

/// <summary>Stops calls to a dependency that keeps failing, and lets a few through again when it may be back.</summary>
/// <remarks>Safe on any thread. See <see cref="ExecutionPolicyExtensions"/> for more ways to call through it.</remarks>
public interface ICircuitBreaker : IExecutionPolicy
{
    /// <summary>Raised after every transition: in order, one at a time, away from the call that caused it. What a handler throws is swallowed and counted; however slow it is, no call waits for it.</summary>
    event EventHandler<CircuitTransitioned>? Transitioned;

    /// <summary>The name. Few different values, no private data.</summary>
    string Name { get; }

    /// <summary>The state now. It reads half-open as soon as the break is over, before the first trial.</summary>
    CircuitState State { get; }

    /// <summary>The mode now.</summary>
    CircuitMode Mode { get; }

    /// <summary>Asks to make a call outside of Execute, without an exception when the answer is no.</summary>
    /// <param name="permit">The permit, to be told the verdict and to be disposed; inert when the answer is no.</param>
    /// <returns>Whether the call may be made.</returns>
    bool TryEnter(out CircuitPermit permit);

    /// <summary>Rejects every call from now on, until <see cref="Reset"/>.</summary>
    void Isolate();

    /// <summary>Lets every call through from now on and counts nothing, until <see cref="Reset"/>.</summary>
    void Disable();

    /// <summary>Lets every call through from now on and counts, without ever opening, until <see cref="Reset"/>.</summary>
    void UseMetricsOnly();

    /// <summary>Starts anew: closed, automatic, all counts zero. Calls still in flight change nothing when they end.</summary>
    void Reset();

    /// <summary>Takes a snapshot of the figures.</summary>
    /// <returns>The snapshot.</returns>
    CircuitBreakerMetrics GetMetrics();
}
