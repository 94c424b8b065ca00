namespace ErrorManagement.Analytics.Registry;

/// <summary>Why a part belongs to its record.</summary>
/// <param name="Kind">What decided.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="At">When, UTC.</param>
internal sealed record PartLink(PartLinkKind Kind, string Reason, DateTimeOffset At);
