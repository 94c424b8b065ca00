namespace ErrorManagement.CircuitBreakers;

/// <summary>A key, its breaker, and when it was last asked for.</summary>
/// <param name="key">The key.</param>
/// <param name="breaker">Its breaker.</param>
/// <param name="now">When it was made.</param>
/// <param name="order">Its number, which rises: of those last used at the same moment the older one goes first.</param>
internal sealed class CircuitPartition<TKey>(TKey key, CircuitBreaker breaker, long now, long order)
{
    // How coarse the stamp is: a partition that all threads use is written ten times a second, not with each look-up.
    private const long Resolution = 100 * TimeSpan.TicksPerMillisecond;

    private long _lastUsed = now;
    private int _left;

    public TKey Key { get; } = key;

    public CircuitBreaker Breaker { get; } = breaker;

    public (long LastUsed, long Order) Rank => (Volatile.Read(ref _lastUsed), order);

    /// <summary>Whether it is no longer the one for its key.</summary>
    public bool HasLeft => Volatile.Read(ref _left) != 0;

    /// <summary>Whether forgetting it would let calls through, or stop them, that its state or an operator decided about. A move that time has decided counts once it is made. Reads no clock.</summary>
    public bool IsProtecting => !Breaker.WasClosed;

    public void Touch(long now)
    {
        if (now - Volatile.Read(ref _lastUsed) >= Resolution)
        {
            Volatile.Write(ref _lastUsed, now);
        }
    }

    /// <summary>True for the one who takes it out.</summary>
    public bool TryLeave() => Interlocked.Exchange(ref _left, 1) == 0;
}
