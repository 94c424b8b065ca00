using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ErrorManagement.Fallbacks;

/// <summary>The features of a host that may be degraded, by name: for health checks and dashboards. A container's registry holds those that AddGracefulDegradation added, from the start.</summary>
/// <remarks>Safe on any thread. Names are compared exactly. It holds what is added for as long as it lives: features are few and made once.</remarks>
public sealed class DegradationRegistry
{
    private readonly ConcurrentDictionary<string, GracefulDegradation> _features = new(StringComparer.Ordinal);

    /// <summary>All features, by name in ordinal order.</summary>
    public IReadOnlyList<GracefulDegradation> All => [.. _features.Values.OrderBy(f => f.Feature, StringComparer.Ordinal)];

    /// <summary>Whether at least one feature is degraded.</summary>
    public bool IsAnyDegraded
    {
        get
        {
            foreach (var (_, feature) in _features)
            {
                if (feature.IsDegraded)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Adds a feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <exception cref="ArgumentException">There is another feature of that name. Adding one again does nothing.</exception>
    public void Add(GracefulDegradation feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        if (!ReferenceEquals(_features.GetOrAdd(feature.Feature, feature), feature))
        {
            throw new ArgumentException($"There is a feature '{feature.Feature}' already.", nameof(feature));
        }
    }

    /// <summary>Looks for a feature.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="feature">The feature.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out GracefulDegradation? feature)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _features.TryGetValue(name, out feature);
    }

    /// <summary>The states of all features, by name in ordinal order; each is consistent in itself.</summary>
    /// <returns>Snapshots.</returns>
    public IReadOnlyList<DegradationState> GetStates() => [.. All.Select(f => f.GetState())];
}
