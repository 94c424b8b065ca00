namespace ErrorManagement.Analytics.Reports;

/// <summary>A record and what it counts in the window of a report.</summary>
/// <param name="Record">The record.</param>
/// <param name="Count">Its occurrences in the window and the calls that failed in consequence of it; of one whose minutes are not known, as of an import, all.</param>
internal sealed record WindowedError(ErrorRecord Record, long Count);
