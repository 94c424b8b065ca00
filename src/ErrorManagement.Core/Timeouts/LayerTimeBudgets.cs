using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Timeouts;

/// <summary>What calls should take at most, layer by layer of an application, and what they took.</summary>
/// <remarks>Safe on any thread. Which layers there are is fixed when it is made, so what it holds and publishes is bounded.</remarks>
public sealed class LayerTimeBudgets
{
    private readonly FrozenDictionary<string, LayerTimeBudget> _layers;
    private readonly OrderedCallbacks<LayerTimeExceeded>? _onExceeded;

    /// <summary>Makes budgets, all counts at zero.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public LayerTimeBudgets(LayerTimeBudgetOptions? options = null, TimeProvider? timeProvider = null, IMeterFactory? meterFactory = null)
    {
        options ??= new LayerTimeBudgetOptions();
        LayerTimeBudgetOptionsValidator.ThrowIfInvalid(options);
        _onExceeded = options.OnExceeded is { } callback ? new OrderedCallbacks<LayerTimeExceeded>(callback) : null;
        var exceeded = LibraryMeter.Of(meterFactory).CreateCounter<long>("error_management.time_budget.exceeded", "{call}", "Calls that took longer than the time budget of their layer.");
        _layers = options.Budgets.ToFrozenDictionary(
            static b => b.Key,
            b => new LayerTimeBudget(b.Key, b.Value, timeProvider ?? TimeProvider.System, exceeded, _onExceeded),
            StringComparer.Ordinal);
    }

    /// <summary>How many events for <see cref="LayerTimeBudgetOptions.OnExceeded"/> were dropped because 1,024 were waiting. Rises only.</summary>
    public long DroppedEvents => _onExceeded?.Dropped ?? 0;

    /// <summary>The policy that measures the calls of a layer; the same object each time, so that one layer has one set of numbers.</summary>
    /// <param name="layer">The layer's name, as it is written in <see cref="LayerTimeBudgetOptions.Budgets"/>.</param>
    /// <returns>The policy, to call through or to put into a pipeline.</returns>
    /// <exception cref="ArgumentException">There is no such layer; the message names those there are.</exception>
    public LayerTimeBudget ForLayer(string layer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(layer);
        return _layers.TryGetValue(layer, out var budget)
            ? budget
            : throw new ArgumentException($"There is no time budget for a layer named '{layer}'; there are: {string.Join(", ", _layers.Keys.Order(StringComparer.Ordinal))}.", nameof(layer));
    }

    /// <summary>What the calls of each layer took.</summary>
    /// <returns>A copy, one entry a layer, by name.</returns>
    public IReadOnlyList<LayerTimeStatistics> GetStatistics() =>
        [.. _layers.Values.OrderBy(static l => l.Layer, StringComparer.Ordinal).Select(static l => l.GetStatistics())];
}
