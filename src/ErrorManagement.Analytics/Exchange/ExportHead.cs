namespace ErrorManagement.Analytics.Exchange;

/// <summary>What is said of an export as a whole.</summary>
/// <param name="Application">The name of the application; null for none.</param>
/// <param name="ExportedAt">When it began.</param>
/// <param name="Expected">How many records there were then.</param>
internal sealed record ExportHead(string? Application, DateTimeOffset ExportedAt, int Expected);
