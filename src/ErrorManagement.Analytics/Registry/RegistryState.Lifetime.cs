using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Registry;

internal sealed partial class RegistryState
{
    // Guarded by the gate.
    private bool _retired;

    /// <summary>What the registry has counted in all its states.</summary>
    public LifetimeTotals Lifetime { get; init; } = new();

    /// <summary>What goes wrong inside the registry.</summary>
    public RegistryTroubles Troubles { get; init; } = RegistryTroubles.Untold;

    /// <summary>Who tells of the life of records.</summary>
    public ChangeTeller Changes { get; init; } = new(RegistryTroubles.Untold);

    /// <summary>The records that are muted until a time. Under the gate.</summary>
    public TimedMutes TimedMutes { get; } = new();

    /// <summary>The releases seen so far, in their order.</summary>
    public SeenReleases Releases { get; } = new();

    /// <summary>The release of the registry's own program; null where that is not known.</summary>
    public string? OwnRelease { get; init; }

    /// <summary>When the own release was seen elsewhere, as imports say. Under the gate.</summary>
    public ReleaseTally OwnImported { get; } = new(null);

    /// <summary>Occurrences without a record any more, or never with one, by release.</summary>
    public ReleaseBook LostReleases { get; } = new();

    /// <summary>Hands on what a record has counted that has ended. One of a state that was forgotten was handed on with it.</summary>
    public void SettleLocked(TrackedError record, FinalCounts counts)
    {
        if (!_retired)
        {
            Lifetime.Settle(record, counts);
        }
    }

    /// <summary>Hands on everything, once another state has taken the place of this one. What is counted here from now on is forgotten with it.</summary>
    public void RetireLocked()
    {
        Lifetime.CarryLocked(this);
        _retired = true;
    }
}
