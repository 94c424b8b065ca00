namespace ErrorManagement.Analytics;

/// <summary>One record behind a type of errors.</summary>
/// <param name="Id">Its handle.</param>
/// <param name="Component">The part of the host it happened in. Few different values.</param>
/// <param name="Template">Its message with placeholders in the place of values; null where that is not known yet. One value a record.</param>
/// <param name="Count">How often it happened in the range.</param>
public sealed record TopErrorRecord(ErrorId Id, string Component, string? Template, long Count);
