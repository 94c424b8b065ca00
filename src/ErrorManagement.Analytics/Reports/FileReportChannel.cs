using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ErrorManagement.Analytics;

/// <summary>Writes reports into a folder, and removes the oldest ones.</summary>
/// <remarks>
/// <para>Files are named for the type of the report and when it was made, UTC, such as <c>daily_summary-20261122T000500Z.html</c>; they are UTF-8 without a byte order mark. A second report of that type and second has a number, <c>daily_summary-20261122T000500Z-2.html</c>; the same report again, to the byte, is not written again. No file is ever overwritten.</para>
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
        (ReportFileForms Form, string Extension, byte[] Bytes)[] all =
        [
            (ReportFileForms.Html, "html", Utf8.GetBytes(document.Html)),
            (ReportFileForms.Json, "json", Utf8.GetBytes(document.Json)),
            (ReportFileForms.Markdown, "md", Utf8.GetBytes(document.Markdown)),
        ];
        var asked = Array.FindAll(all, form => _forms.HasFlag(form.Form));
        var start = Path.Combine(_folder, $"{type}-{stamp}");
        var number = await NumberAsync(type, stamp, start, asked, cancellationToken).ConfigureAwait(false);
        foreach (var (_, extension, bytes) in asked)
        {
            (var path, number) = await WriteAsync(start, number, extension, bytes, cancellationToken).ConfigureAwait(false);
            Prune(type, extension, path);
        }
    }

    private static string PathOf(string start, int number, string extension) =>
        number == 1 ? $"{start}.{extension}" : string.Create(CultureInfo.InvariantCulture, $"{start}-{number}.{extension}");

    // Under the first number that is free, from the given one on: another process may have taken that.
    private static async Task<(string Path, int Number)> WriteAsync(string start, int number, string extension, byte[] bytes, CancellationToken cancellationToken)
    {
        for (var left = MostReports; ; number++)
        {
            var path = PathOf(start, number, extension);
            if (await TryWriteAsync(path, bytes, isLast: --left == 0, cancellationToken).ConfigureAwait(false) || await HoldsAsync(path, bytes, cancellationToken).ConfigureAwait(false))
            {
                return (path, number);
            }
        }
    }

    // Whoever makes the unfinished file, which one alone can, has the name until it is moved there. A move alone would not do: where there is no file yet, not every system refuses the second one.
    private static async Task<bool> TryWriteAsync(string path, byte[] bytes, bool isLast, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.tmp";
        if (TryCreate(unfinished, path, isLast) is not { } file)
        {
            return false;
        }

        var isMoved = false;
        try
        {
            await using (file.ConfigureAwait(false))
            {
                if (Path.Exists(path))
                {
                    return false;
                }

                await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }

            File.Move(unfinished, path, overwrite: false);
            isMoved = true;
            return true;
        }
        finally
        {
            if (!isMoved)
            {
                File.Delete(unfinished);
            }
        }
    }

    // That of the same report, if it is there; else the one behind all others of its second.
    private async Task<int> NumberAsync(string type, string stamp, string start, (ReportFileForms Form, string Extension, byte[] Bytes)[] asked, CancellationToken cancellationToken)
    {
        var taken = new SortedSet<int>();
        foreach (var (_, extension, _) in asked)
        {
            taken.UnionWith(Own(type, extension).Where(own => own.Stamp == stamp).Select(static own => own.Number));
        }

        foreach (var number in taken)
        {
            if (await HoldsAsync(PathOf(start, number, asked[0].Extension), asked[0].Bytes, cancellationToken).ConfigureAwait(false))
            {
                return number;
            }
        }

        return taken.Max + 1; // 1 when there are none
    }

    private static FileStream? TryCreate(string unfinished, string path, bool isLast)
    {
        try
        {
            return new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (IOException) when (!isLast && (Path.Exists(unfinished) || Path.Exists(path)))
        {
            return null;
        }
    }

    private static async Task<bool> HoldsAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length != bytes.Length)
            {
                return false;
            }

            var there = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            return there.AsSpan().SequenceEqual(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another one's, or gone
        }
    }

    private void Prune(string type, string extension, string written)
    {
        // The one just written is not the one to go, though the clock was set back and its stamp is the oldest.
        var own = Own(type, extension).Where(file => file.Path != written).ToList();

        // Stamps sort as the time does.
        own.Sort(static (one, other) => (string.CompareOrdinal(one.Stamp, other.Stamp), one.Number.CompareTo(other.Number)) switch { (0, var byNumber) => byNumber, (var byStamp, _) => byStamp });
        foreach (var (_, _, path) in own.SkipLast(_maxReports - 1))
        {
            File.Delete(path);
        }
    }

    private IEnumerable<(string Stamp, int Number, string Path)> Own(string type, string extension)
    {
        foreach (var path in Directory.EnumerateFiles(_folder, $"{type}-*.{extension}"))
        {
            if (Stamp().Match(Path.GetFileName(path)[(type.Length + 1)..]) is { Success: true } match)
            {
                var number = match.Groups[2].Value;
                yield return (match.Groups[1].Value, number.Length == 0 ? 1 : int.Parse(number, CultureInfo.InvariantCulture), path);
            }
        }
    }

    [GeneratedRegex("^[a-z0-9_]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex SafeType();

    [GeneratedRegex(@"^(\d{8}T\d{6}Z)(?:-(\d{1,5}))?\.(?:html|json|md)$", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();
}
