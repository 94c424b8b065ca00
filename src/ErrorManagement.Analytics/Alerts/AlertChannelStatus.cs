using System.Collections.Frozen;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>How a channel of an <see cref="AlertManager"/> stands: an immutable snapshot.</summary>
public sealed record AlertChannelStatus
{
    /// <summary>The name of the channel.</summary>
    public required string Name { get; init; }

    /// <summary>Notices that it was told.</summary>
    public long Sent { get; init; }

    /// <summary>Sendings that failed or took too long. A notice that is tried three times in vain counts three.</summary>
    public long Failed { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Notices that it was not told, by reason; a reason that never occurred is absent.</summary>
    public IReadOnlyDictionary<AlertDropReason, long> Dropped { get; init; } = FrozenDictionary<AlertDropReason, long>.Empty;

    /// <summary>Notices that wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Whether a sending that took too long has not come back yet; nothing else is sent until it does.</summary>
    public bool IsHanging { get; init; }

    /// <summary>When it was last told something, UTC; null for never.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>When a sending last failed, UTC; null for never.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>The full name of the type of the last failure; null for never. Few different values.</summary>
    public string? LastFailure { get; init; }
}
