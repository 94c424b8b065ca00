namespace ErrorManagement.Analytics;

/// <summary>What an import did.</summary>
/// <param name="Added">Records that are held now and were not before.</param>
/// <param name="Merged">Records that were held, and were completed by what was imported.</param>
/// <param name="Skipped">Records that were left out: held already, or without place.</param>
public sealed record ErrorImportResult(int Added, int Merged, int Skipped);
