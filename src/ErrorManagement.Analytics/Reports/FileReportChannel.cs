using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ErrorManagement.Analytics;

/// <summary>Writes reports into a folder, and removes the oldest ones.</summary>
/// <remarks>
/// <para>Files are named for the type of the report and when it was made, UTC, such as <c>daily_summary-20261122T000500Z.html</c>; they are UTF-8 without a byte order mark. Of two reports of one type made in the same second the later one stays.</para>
/// <para>A file appears when it is complete. Files with other names in the folder are left alone. Safe on any thread; two processes may share a folder.</para>
/// </remarks>
public sealed partial class FileReportChannel : IReportChannel
{
    /// <summary>How many reports of a type are kept by default: 100.</summary>
    public const int DefaultMaxReports = 100;

    /// <summary>The most reports of a type that can be kept: 10,000.</summary>
    public const int MostReports = 10_000;

    private const ReportFileForms AllForms = ReportFileForms.Html | ReportFileForms.Json | ReportFileForms.Markdown;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _folder;
    private readonly ReportFileForms _forms;
    private readonly int _maxReports;

    /// <summary>Makes a channel. Touches no file yet.</summary>
    /// <param name="folder">The folder; made when the first report is written. Not empty or blank. A relative one is taken from the process's current folder, once.</param>
    /// <param name="forms">In which forms; at least one.</param>
    /// <param name="maxReports">How many reports of each type are kept, at least 1 and at most 10,000, both inclusive; the oldest go.</param>
    /// <param name="name">The channel's name, in logs and metrics. Not empty or blank. Few different values, no private data.</param>
    /// <exception cref="ArgumentException">The folder or the name is empty or blank, or no form is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxReports"/> is outside its bounds, or <paramref name="forms"/> holds something else.</exception>
    public FileReportChannel(string folder, ReportFileForms forms = ReportFileForms.Html, int maxReports = DefaultMaxReports, string name = "files")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxReports, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxReports, MostReports);
        if (forms == ReportFileForms.None)
        {
            throw new ArgumentException("At least one form must be given.", nameof(forms));
        }

        if ((forms & ~AllForms) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(forms), forms, $"The forms are {ReportFileForms.Html}, {ReportFileForms.Json} and {ReportFileForms.Markdown}.");
        }

        _folder = Path.GetFullPath(folder);
        _forms = forms;
        _maxReports = maxReports;
        Name = name;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Writes a report, then removes those of its type that are too many.</summary>
    /// <param name="document">The report.</param>
    /// <param name="cancellationToken">Ends it; a file that is not complete does not stay.</param>
    /// <returns>Done when it is written.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public async ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        var type = SafeType().IsMatch(document.ReportType) ? document.ReportType : "report";
        var stamp = document.GeneratedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(_folder);
        foreach (var (form, extension, text) in new[]
        {
            (ReportFileForms.Html, "html", document.Html),
            (ReportFileForms.Json, "json", document.Json),
            (ReportFileForms.Markdown, "md", document.Markdown),
        })
        {
            if (_forms.HasFlag(form))
            {
                var path = Path.Combine(_folder, $"{type}-{stamp}.{extension}");
                await WriteAsync(path, text, cancellationToken).ConfigureAwait(false);
                Prune(type, extension, path);
            }
        }
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(unfinished, text, Utf8, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private void Prune(string type, string extension, string written)
    {
        var own = new List<string>();
        foreach (var path in Directory.EnumerateFiles(_folder, $"{type}-*.{extension}"))
        {
            // The one just written is not the one to go, though the clock was set back and its stamp is the oldest.
            if (path != written && Stamp().IsMatch(Path.GetFileName(path)[(type.Length + 1)..]))
            {
                own.Add(path);
            }
        }

        // Stamps sort as the time does.
        own.Sort(StringComparer.Ordinal);
        foreach (var path in own.SkipLast(_maxReports - 1))
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex("^[a-z0-9_]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex SafeType();

    [GeneratedRegex(@"^\d{8}T\d{6}Z\.(html|json|md)$", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();
}
