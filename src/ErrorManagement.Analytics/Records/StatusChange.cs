namespace ErrorManagement.Analytics;

/// <summary>One step in the life of a record.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="From">Where it stood before.</param>
/// <param name="To">Where it stands since.</param>
/// <param name="Reason">Why, in words: those of who asked for it, or the registry's own. Never empty; at most 500 characters; may hold private data of who wrote it.</param>
public sealed record StatusChange(DateTimeOffset At, ErrorChange Kind, ErrorStatus From, ErrorStatus To, string Reason);
