namespace ErrorManagement.Timeouts;

/// <summary>Settings of <see cref="LayerTimeBudgets"/>. Copied when those are made: later changes have no effect on them.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class LayerTimeBudgetOptions
{
    /// <summary>How long a call of each layer should take at most, by the layer's name, which is compared as it is written. Default <c>api</c> 0.1 s, <c>service</c> 0.5 s, <c>core</c> 0.3 s, <c>infrastructure</c> 1 s; layers may be added, changed and removed. At most 64 layers, names not blank; each time more than zero. Names are tags of metrics: no private data.</summary>
    public IDictionary<string, TimeSpan> Budgets { get; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal)
    {
        ["api"] = TimeSpan.FromMilliseconds(100),
        ["service"] = TimeSpan.FromMilliseconds(500),
        ["core"] = TimeSpan.FromMilliseconds(300),
        ["infrastructure"] = TimeSpan.FromSeconds(1),
    };

    /// <summary>Told of each call that took longer than its layer's budget, in order, one at a time, on another thread; what it throws is swallowed. Default null: nobody. When 1,024 wait, further ones are dropped, see <see cref="LayerTimeBudgets.DroppedEvents"/>.</summary>
    public Action<LayerTimeExceeded>? OnExceeded { get; set; }
}
