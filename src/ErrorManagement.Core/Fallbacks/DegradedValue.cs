using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>The fallback value of a feature: fixed, or made anew each time.</summary>
internal sealed class DegradedValue<T>
{
    private readonly T _value = default!;
    private readonly Func<T>? _factory;
    private readonly Func<CancellationToken, ValueTask<T>>? _asynchronous;

    public DegradedValue(T value) => _value = value;

    public DegradedValue(Func<T> factory) => _factory = factory;

    public DegradedValue(Func<CancellationToken, ValueTask<T>> factory) => _asynchronous = factory;

    /// <summary>Whether it can be had without waiting.</summary>
    public bool IsSynchronous => _asynchronous is null;

    public T Get() => _factory is { } factory ? factory() : _value;

    /// <summary>What a factory throws is in the task.</summary>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        _factory is null && _asynchronous is null
            ? new ValueTask<T>(_value)
            : CallTasks.Start(static (self, token) => self._asynchronous is { } make ? make(token) : new ValueTask<T>(self._factory!()), this, cancellationToken);
}
