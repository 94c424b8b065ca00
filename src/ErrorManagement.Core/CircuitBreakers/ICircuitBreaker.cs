namespace ErrorManagement.CircuitBreakers;

/// <summary>Stops calls to a dependency that keeps failing, and lets a few through again when it may be back.</summary>
/// <remarks>Safe on any thread. See <see cref="ExecutionPolicyExtensions"/> for more ways to call through it.</remarks>
public interface ICircuitBreaker : IExecutionPolicy
{
    /// <summary>Raised after every transition: in order, one at a time, away from the call that caused it. What a handler throws is swallowed and counted; however slow it is, no call waits for it: one that falls more than 1,024 behind misses some, which <see cref="CircuitBreakerMetrics.DroppedEvents"/> counts.</summary>
    event EventHandler<CircuitTransitioned>? Transitioned;

    /// <summary>The name. Few different values, no private data.</summary>
    string Name { get; }

    /// <summary>The state now. It reads half-open as soon as the break is over, before the first trial.</summary>
    CircuitState State { get; }

    /// <summary>The mode now.</summary>
    CircuitMode Mode { get; }

    /// <summary>
    /// How near the circuit is to opening, 0 to 1, both inclusive: for a retry budget, or for whatever else should hold back before it does. 1 while it is open, half-open (trials have a place of their own)
    /// or isolated; closed, the share of its threshold that the rule nearest to opening has reached (failures, failure rate and slow calls, a rate only from the minimum throughput on), and
    /// while a recovery ramp lasts at least the share of calls held back, always below 1. 0 when disabled or measuring only. Reads the window; allocates nothing.
    /// </summary>
    double Pressure { get; }

    /// <summary>Asks to make a call outside of Execute, without an exception when the answer is no.</summary>
    /// <param name="permit">The permit, to be told the verdict and to be disposed; inert when the answer is no.</param>
    /// <returns>Whether the call may be made.</returns>
    bool TryEnter(out CircuitPermit permit);

    /// <summary>Rejects every call from now on, until <see cref="Reset"/> or another move by hand.</summary>
    void Isolate();

    /// <summary>Lets every call through from now on and counts nothing, until <see cref="Reset"/> or another move by hand.</summary>
    void Disable();

    /// <summary>Lets every call through from now on and counts, without ever opening, until <see cref="Reset"/> or another move by hand.</summary>
    void UseMetricsOnly();

    /// <summary>
    /// Moves the circuit by hand, in automatic mode from then on: to closed, to open (for one break), or from open to half-open, so that trials begin at once.
    /// Where it is already, nothing happens. Counts of calls stay; the window begins anew.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <exception cref="IllegalCircuitTransitionException">Trials were asked for, and the circuit is not open. Nothing was changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The state is none of the enumeration's.</exception>
    void MoveTo(CircuitState state);

    /// <summary>Opens the circuit by hand for a length of time, after which trials begin; of an open one it changes how long it stays open.</summary>
    /// <param name="duration">The length. More than zero, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is zero or less.</exception>
    void OpenFor(TimeSpan duration);

    /// <summary>Opens the circuit by hand until an instant, as <see cref="OpenFor"/> does. The wall clock is read once: setting it later changes nothing.</summary>
    /// <param name="instant">The instant. After now, exclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instant is not after now.</exception>
    void OpenUntil(DateTimeOffset instant);

    /// <summary>Starts anew: closed, automatic, all counts zero. Calls still in flight change nothing when they end.</summary>
    void Reset();

    /// <summary>Takes a snapshot of the figures.</summary>
    /// <returns>The snapshot.</returns>
    CircuitBreakerMetrics GetMetrics();
}
