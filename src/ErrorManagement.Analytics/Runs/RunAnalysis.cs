using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics.Runs;

/// <summary>What the runs of some days come to: five findings of one reading. Immutable and safe on any thread.</summary>
public sealed record RunAnalysis
{
    /// <summary>How many days were looked at.</summary>
    public required int Days { get; init; }

    /// <summary>Since when: runs that started at this time or later were counted. UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it was made. UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>What was read, and what was left out.</summary>
    public required RunIntake Intake { get; init; }

    /// <summary>How many runs there were, how many failed, and of what.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>In which phases they failed.</summary>
    public required RunPhaseBreakdown Phases { get; init; }

    /// <summary>Errors by their signatures, those of events included; most occurrences first, with equal numbers in the order of their names.</summary>
    public required IReadOnlyList<SignaturePattern> Patterns { get; init; }

    /// <summary>Whether runs fail more often than before.</summary>
    public required RunTrends Trends { get; init; }

    /// <summary>What to do, most urgent first.</summary>
    public required IReadOnlyList<ErrorRecommendation> Recommendations { get; init; }

    /// <summary>The analysis as one JSON object with the members <c>days</c>, <c>from</c>, <c>generated_at</c>, <c>intake</c> and those asked for: <c>summary</c>, <c>phases</c>, <c>patterns</c>, <c>trends</c>, <c>recommendations</c>.</summary>
    /// <param name="sections">Which of the five.</param>
    /// <returns>The JSON, indented, the same in every culture.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sections"/> has a part that is none.</exception>
    public string ToJson(RunSections sections = RunSections.All) => RunWire.Of(this, Checked(sections));

    /// <summary>One of the five alone as JSON: an object, for patterns and recommendations a list.</summary>
    /// <param name="section">Exactly one.</param>
    /// <returns>The JSON, indented, the same in every culture.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="section"/> is not exactly one.</exception>
    public string SectionToJson(RunSections section) => RunWire.OfOne(this, section);

    /// <summary>The analysis as text for a terminal, no wider than 80 columns.</summary>
    /// <param name="sections">Which parts; they come in the order of the report.</param>
    /// <returns>The text; lines end in <c>\n</c>. Foreign text in it neither moves the cursor nor turns the direction of reading.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sections"/> has a part that is none.</exception>
    public string ToText(RunSections sections = RunSections.All) => RunText.Write(this, Checked(sections));

    /// <summary>The analysis as a report in Markdown, all parts always there.</summary>
    /// <returns>The report; lines end in <c>\n</c>. Foreign text in it is escaped.</returns>
    public string ToMarkdown() => RunMarkdown.Write(this);

    /// <summary>Writes the report in Markdown as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">The stream; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when it is written.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    public async Task WriteMarkdownAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await destination.WriteAsync(System.Text.Encoding.UTF8.GetBytes(ToMarkdown()), cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the report in Markdown into a file, as UTF-8 without a byte order mark; one of that name is replaced.</summary>
    /// <param name="path">The file, such as <c>error_analysis_report.md</c>. Its folder must be there.</param>
    /// <param name="cancellationToken">Ends the writing; the file may be incomplete then.</param>
    /// <returns>Done when it is written.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task WriteMarkdownAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 4096, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            await WriteMarkdownAsync(file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static RunSections Checked(RunSections sections) => (sections & ~RunSections.All) == 0
        ? sections
        : throw new ArgumentOutOfRangeException(nameof(sections), sections, $"There is no such part of an analysis; there are {string.Join(", ", Enum.GetNames<RunSections>())}.");
}
