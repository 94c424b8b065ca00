namespace ErrorManagement.Analytics;

/// <summary>Names of export formats.</summary>
/// <remarks>All members are pure and safe on any thread.</remarks>
public static class ErrorExportFormats
{
    private const string ValidNames = "json, jsonl (or ndjson), csv, md (or markdown)";

    /// <summary>Reads a format from its name, in any case.</summary>
    /// <param name="name">The name; surrounding blanks are ignored.</param>
    /// <returns>The format.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no format; the message lists the valid names.</exception>
    public static ErrorExportFormat Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(name, out var format)
            ? format
            : throw new ArgumentException($"'{name}' is not an export format. Valid names are {ValidNames}, in any case.", nameof(name));
    }

    /// <summary>Reads a format from its name, in any case.</summary>
    /// <param name="name">The name; null is no format.</param>
    /// <param name="format">The format, or <see cref="ErrorExportFormat.Json"/> when there is none.</param>
    /// <returns>Whether <paramref name="name"/> is a format.</returns>
    public static bool TryParse(string? name, out ErrorExportFormat format)
    {
        ErrorExportFormat? found = name?.Trim().ToUpperInvariant() switch
        {
            "JSON" => ErrorExportFormat.Json,
            "JSONL" or "NDJSON" or "JSON_LINES" => ErrorExportFormat.JsonLines,
            "CSV" => ErrorExportFormat.Csv,
            "MD" or "MARKDOWN" => ErrorExportFormat.Markdown,
            _ => null,
        };
        format = found.GetValueOrDefault();
        return found.HasValue;
    }

    /// <summary>The name on the wire, which is the usual file extension, too.</summary>
    /// <param name="format">The format; a value outside the enumeration reads <c>json</c>.</param>
    /// <returns><c>json</c>, <c>jsonl</c>, <c>csv</c> or <c>md</c>. Cardinality 4.</returns>
    public static string ToWireName(this ErrorExportFormat format) => format switch
    {
        ErrorExportFormat.JsonLines => "jsonl",
        ErrorExportFormat.Csv => "csv",
        ErrorExportFormat.Markdown => "md",
        _ => "json",
    };
}
