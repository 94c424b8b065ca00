using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>What goes out and comes in.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public Task ExportAsync(Stream destination, ErrorExportFormat format, ErrorQuery? query = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return format == ErrorExportFormat.Json
            ? JsonErrorExporter.WriteAsync(destination, GetErrors(query), _options.ApplicationName, _clock.Read().UtcTime, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(format), format, $"An export is written as {string.Join(", ", Enum.GetNames<ErrorExportFormat>())}; {(int)format} is none of them.");
    }

    /// <inheritdoc />
    public Task<ErrorImportResult> ImportAsync(Stream source, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
