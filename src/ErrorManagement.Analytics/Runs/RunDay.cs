namespace ErrorManagement.Analytics.Runs;

/// <summary>The runs of one day, in UTC. Immutable.</summary>
/// <param name="Date">The day. <c>date</c></param>
/// <param name="ErrorCount">How many of its runs failed. <c>error_count</c></param>
/// <param name="FailureRate">The same in percent of its runs, from 0 to 100, rounded to two decimals, half away from zero. <c>failure_rate</c></param>
/// <param name="WorkflowCount">How many runs started, at least 1. <c>workflow_count</c></param>
public sealed record RunDay(DateOnly Date, long ErrorCount, double FailureRate, long WorkflowCount);
