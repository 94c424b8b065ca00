using ErrorManagement.Analytics.Dashboards;

namespace ErrorManagement.Analytics;

/// <summary>How the errors of a range of time divide, by component or by severity, for a pie: an immutable snapshot.</summary>
/// <remarks>The sum of <see cref="Data"/> is <see cref="TotalErrors"/>.</remarks>
public sealed record ErrorDistributionChart
{
    /// <summary>The type of this chart on the wire: <c>pie_chart</c>.</summary>
    public const string ChartType = "pie_chart";

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The begin of what is counted, UTC, inclusive: a full minute, or a full hour where the range is read in hours.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The end of what is counted, UTC, exclusive: the end of a minute or hour, which may still run.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>
    /// The parts; those without errors are left out. Components: most errors first, of equal ones by name; what cannot be said of one, and what is too much to
    /// be shown, is under <c>(other)</c>. Severities: the worst first, by their wire names.
    /// </summary>
    public IReadOnlyList<NamedCount> Data { get; init; } = [];

    /// <summary>All errors of the range.</summary>
    public long TotalErrors { get; init; }

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <param name="indented">Whether in several lines, for people; in one by default.</param>
    /// <returns>One JSON object.</returns>
    public string ToJson(bool indented = false) => ChartJson.Text(ToData(), static form => form.DistributionData, indented);

    /// <summary>Writes it as JSON, in one line, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    public Task WriteJsonAsync(Stream destination, CancellationToken cancellationToken = default) =>
        ChartJson.WriteAsync(destination, ToData(), static form => form.DistributionData, cancellationToken);

    internal DistributionData ToData() => new()
    {
        Title = ChartJson.Valid(Title),
        From = From,
        To = To,
        Data = [.. Data.Select(static part => new DistributionData.Slice(ChartJson.Valid(part.Name), part.Count))],
        TotalErrors = TotalErrors,
    };
}
