namespace ErrorManagement.Analytics;

/// <summary>What a registry knows of one release of the program.</summary>
/// <param name="Release">The release, as occurrences name it; few different values.</param>
/// <param name="FirstSeen">When the registry first knew of it, UTC: of the own release, when it started or was last cleared; of others, their first occurrence.</param>
/// <param name="LastSeen">When it last knew of it, UTC: of the own release, now; of others, their last occurrence.</param>
/// <param name="Observed">How long it was looked at, at least zero: of the own release, the uptime on the steady clock; of others, from the first occurrence to the last. Of what was imported, likewise.</param>
/// <param name="Count">Occurrences in records that are held.</param>
/// <param name="LostCount">Occurrences in records that had to go, or that never had one: of which error they were is not known any more.</param>
/// <param name="IsOwn">Whether it is the release of the registry's own program.</param>
public sealed record ReleaseSummary(string Release, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, TimeSpan Observed, long Count, long LostCount, bool IsOwn);
