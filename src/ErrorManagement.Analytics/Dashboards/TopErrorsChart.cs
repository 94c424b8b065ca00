using ErrorManagement.Analytics.Dashboards;

namespace ErrorManagement.Analytics;

/// <summary>The types of errors that happened most in a range of time, for bars: an immutable snapshot.</summary>
/// <remarks>The sum of <see cref="Data"/>, <see cref="OtherErrors"/> and <see cref="UnheldErrors"/> is <see cref="TotalErrors"/>.</remarks>
public sealed record TopErrorsChart
{
    /// <summary>The type of this chart on the wire: <c>bar_chart</c>.</summary>
    public const string ChartType = "bar_chart";

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "Top errors";

    /// <summary>The begin of what is counted, UTC, inclusive: a full minute, or a full hour where the range is read in hours.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The end of what is counted, UTC, exclusive: the end of a minute or hour, which may still run.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>The types, most errors first, of equal ones by name; no more than was asked for.</summary>
    public IReadOnlyList<TopError> Data { get; init; } = [];

    /// <summary>All errors of the range.</summary>
    public long TotalErrors { get; init; }

    /// <summary>Those of further types.</summary>
    public long OtherErrors { get; init; }

    /// <summary>Those whose records are no longer held, or never were; of which types they were in the range is not known.</summary>
    public long UnheldErrors { get; init; }

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <param name="indented">Whether in several lines, for people; in one by default.</param>
    /// <returns>One JSON object.</returns>
    public string ToJson(bool indented = false) => ChartJson.Text(ToData(), static form => form.TopErrorsData, indented);

    /// <summary>Writes it as JSON, in one line, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    public Task WriteJsonAsync(Stream destination, CancellationToken cancellationToken = default) =>
        ChartJson.WriteAsync(destination, ToData(), static form => form.TopErrorsData, cancellationToken);

    internal TopErrorsData ToData() => new()
    {
        Title = ChartJson.Valid(Title),
        From = From,
        To = To,
        Data = [.. Data.Select(static error => new TopErrorsData.TypeBar
        {
            Label = ChartJson.Valid(error.ErrorType),
            Value = error.Count,
            RecordCount = error.RecordCount,
            Records = [.. error.Records.Select(static record => new TopErrorsData.RecordInBar(
                record.Id.ToString(), ChartJson.Valid(record.Component), ChartJson.ValidOrNull(record.Template), record.Count))],
        })],
        TotalErrors = TotalErrors,
        OtherErrors = OtherErrors,
        NoLongerHeld = UnheldErrors,
    };
}
