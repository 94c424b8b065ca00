namespace ErrorManagement.CircuitBreakers;

/// <summary>A breaker of the registry, and where its settings come from.</summary>
/// <param name="breaker">The breaker.</param>
/// <param name="isConfigured">Whether it has the settings configured under its name; else it was made with its own, and no reload reaches it.</param>
internal sealed class RegisteredBreaker(CircuitBreaker breaker, bool isConfigured)
{
    private readonly Lock _gate = new();
    private CircuitBreakerOptions _settings = breaker.Options;
    private long _applied;
    private volatile bool _isReady;

    public CircuitBreaker Breaker { get; } = breaker;

    public bool IsConfigured { get; } = isConfigured;

    /// <summary>Whether a snapshot that may have waited for it was brought back; after that, one comes to it at once.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <summary>The settings it has now; not to be changed.</summary>
    public CircuitBreakerOptions Settings => Volatile.Read(ref _settings);

    /// <summary>Gives it other settings, unless they are the same, or a reload with a higher number was faster.</summary>
    public void Apply(CircuitBreakerOptions settings, long version)
    {
        lock (_gate)
        {
            if (version < _applied)
            {
                return;
            }

            _applied = version;
            if (!settings.IsSameAs(_settings))
            {
                Volatile.Write(ref _settings, CircuitBreakerOptions.Freeze(settings));
                Breaker.ApplyOptions(_settings);
            }
        }
    }
}
