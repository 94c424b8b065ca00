using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What somebody decided about an identity, by hand.</summary>
/// <param name="Into">The identity that it is part of; null when it is to stay apart.</param>
/// <param name="From">The identity that it was split from; the default value when it was not.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="At">When, UTC.</param>
internal sealed record GroupingDecision(ErrorFingerprint? Into, ErrorFingerprint From, string Reason, DateTimeOffset At);
