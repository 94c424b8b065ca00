using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Why a part belongs to its record.</summary>
/// <param name="Kind">What decided.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Into">The identity that its words are one with, which may be that of a part as well; the default value for every other kind.</param>
internal sealed record PartLink(PartLinkKind Kind, string Reason, DateTimeOffset At, ErrorFingerprint Into = default);
