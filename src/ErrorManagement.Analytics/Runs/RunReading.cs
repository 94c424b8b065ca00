namespace ErrorManagement.Analytics.Runs;

/// <summary>One reading of a source: what it is asked for, and where it tells what it could not read.</summary>
/// <param name="Since">Only runs that started at or after this time are looked at.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Intake">Where lines and what is malformed are counted.</param>
internal sealed record RunReading(DateTimeOffset Since, RunSettings Settings, IntakeTally Intake);
