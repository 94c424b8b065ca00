namespace ErrorManagement.Analytics.Registry;

/// <summary>How often one record happened in a range of time.</summary>
/// <param name="Id">Its handle.</param>
/// <param name="ErrorType">Its type.</param>
/// <param name="Component">Its component.</param>
/// <param name="Template">Its message with placeholders; null while it waits for its names.</param>
/// <param name="Count">Its occurrences and consequences in the range; more than 0.</param>
internal readonly record struct RecordCount(ErrorId Id, string ErrorType, string Component, string? Template, long Count);
