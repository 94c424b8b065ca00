namespace ErrorManagement.Analytics;

/// <summary>Settings of <see cref="RunAnalytics"/>. Copied when it is made or updated: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class RunAnalyticsOptions
{
    /// <summary>
    /// The statuses of runs that failed, in any case; spaces, hyphens and underscores do not matter. Empty, the default, for the built-in ones: <c>failed</c>, <c>failure</c>, <c>error</c>, <c>errored</c>,
    /// <c>crashed</c>, <c>timeout</c>, <c>timed_out</c>, <c>startup_failure</c>; when there are any, these alone. Must not be null; at most 100, inclusive, each of 1 to 100 characters. Every other status, such as
    /// <c>running</c> or <c>cancelled</c>, counts as a run and not as a failure.
    /// </summary>
    public IList<string> FailedStatuses { get; set; } = [];

    /// <summary>
    /// The phases in the order they are shown in, by their exact names. Those that are not named come after them, most errors first. Default empty. Must not be null; at most 1,000, inclusive,
    /// each of 1 to 200 characters.
    /// </summary>
    public IList<string> PhaseOrder { get; set; } = [];

    /// <summary>How many different phases are counted by name; further ones are counted together as <c>(other)</c>. Default 200. At least 1 and at most 10,000, both inclusive.</summary>
    public int MaxPhases { get; set; } = 200;

    /// <summary>How far ahead of this clock a run may have started, by the clock of another host: it counts as started now. Those further ahead are left out, and counted. Default 5 minutes. At least zero and at most 24 hours, both inclusive.</summary>
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many runs are looked back to find that one is given again: of entries with the same id, character by character, the last one counts, and the others are left out and counted. Entries further apart are runs
    /// of their own, as are those without an id, or with a blank one. Default 10,000. At least 0, which counts every entry, and at most 1,000,000, both inclusive. Runs whose texts have more than 16,777,216 characters together are not held: then it is fewer.
    /// </summary>
    public int RepeatWindow { get; set; } = 10_000;

    /// <summary>How many bytes a line of JSON Lines, or an entry of a JSON array, may take; a longer one is malformed and never held whole. Default 1,048,576 (1 MB). At least 1,024 and at most 16,777,216, both inclusive.</summary>
    public int MaxLineBytes { get; set; } = 1024 * 1024;

    /// <summary>How many runs a host's own table is asked for at once. Default 1,000. At least 1 and at most 100,000, both inclusive.</summary>
    public int PageSize { get; set; } = 1_000;

    /// <summary>How many pages a host's own table may have; one more is an error. Default 100,000. At least 1 and at most 10,000,000, both inclusive.</summary>
    public int MaxPages { get; set; } = 100_000;

    internal RunAnalyticsOptions Copy()
    {
        var copy = (RunAnalyticsOptions)MemberwiseClone();
        copy.FailedStatuses = [.. FailedStatuses];
        copy.PhaseOrder = [.. PhaseOrder];
        return copy;
    }
}
