using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics;

/// <content>The report as an HTML page.</content>
public sealed partial class ErrorReporter
{
    /// <summary>Writes the report of <see cref="ToMarkdown"/> as an HTML page that needs nothing else: no file, no network, no script.</summary>
    /// <param name="options">What it shows; null for the defaults.</param>
    /// <returns>The document; lines end in a line feed.</returns>
    /// <exception cref="ArgumentException">An option is outside its bounds; the message lists all that are.</exception>
    public string ToHtml(ErrorReportOptions? options = null) => HtmlReport.Write(Read(options ?? new ErrorReportOptions()));

    /// <summary>Writes the page of <see cref="ToHtml"/> to a writer.</summary>
    /// <param name="writer">Where to, in UTF-8, as the page says; neither flushed nor closed.</param>
    /// <param name="options">What it shows; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    /// <exception cref="ArgumentException">An option is outside its bounds; thrown before anything is written.</exception>
    public Task WriteHtmlAsync(TextWriter writer, ErrorReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.WriteAsync(ToHtml(options).AsMemory(), cancellationToken);
    }

    /// <summary>Writes the page of <see cref="ToHtml"/> to a stream, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open, not flushed.</param>
    /// <param name="options">What it shows; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    /// <exception cref="ArgumentException">An option is outside its bounds; thrown before anything is written.</exception>
    public Task WriteHtmlAsync(Stream destination, ErrorReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.WriteAsync(Utf8.GetBytes(ToHtml(options)), cancellationToken).AsTask();
    }
}
