using ErrorManagement.Analytics.Dashboards;

namespace ErrorManagement.Analytics;

/// <summary>The patterns that a person should look at: an immutable snapshot.</summary>
public sealed record PatternAlertsChart
{
    /// <summary>The type of this chart on the wire: <c>alerts</c>.</summary>
    public const string ChartType = "alerts";

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "Pattern alerts";

    /// <summary>The episodes that run now and were detected before the end of the range, newest first.</summary>
    public IReadOnlyList<PatternAlert> Data { get; init; } = [];

    /// <summary>How many episodes ended that held at some time of the range, also where <see cref="Ended"/> has not all.</summary>
    public int EndedCount { get; init; }

    /// <summary>The newest of these, at most 20, newest first.</summary>
    public IReadOnlyList<PatternAlert> Ended { get; init; } = [];

    /// <summary>Writes it as JSON, names in snake_case.</summary>
    /// <param name="indented">Whether in several lines, for people; in one by default.</param>
    /// <returns>One JSON object.</returns>
    public string ToJson(bool indented = false) => ChartJson.Text(ToData(), static form => form.PatternAlertsData, indented);

    /// <summary>Writes it as JSON, in one line, as UTF-8 without a byte order mark.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when all is written.</returns>
    public Task WriteJsonAsync(Stream destination, CancellationToken cancellationToken = default) =>
        ChartJson.WriteAsync(destination, ToData(), static form => form.PatternAlertsData, cancellationToken);

    internal PatternAlertsData ToData() => new()
    {
        Title = ChartJson.Valid(Title),
        Count = Data.Count,
        Data = [.. Data.Select(DataOf)],
        EndedCount = EndedCount,
        Ended = [.. Ended.Select(DataOf)],
    };

    private static PatternAlertsData.AlertRow DataOf(PatternAlert alert) => new()
    {
        PatternType = alert.Pattern.Kind.ToWireName(),
        Description = ChartJson.Valid(alert.Description),
        Severity = alert.Severity.ToWireName(),
        DetectedAt = alert.Pattern.DetectedAt,
        Id = ChartJson.Valid(alert.Pattern.Id),
        Subject = ChartJson.Valid(alert.Pattern.Subject),
        Count = alert.Pattern.Count,
        Confidence = ChartJson.Number(alert.Pattern.Confidence),
        LastSeen = alert.Pattern.LastSeen,
        Records = [.. alert.Pattern.Records.Select(static record => record.ToString())],
        SuggestedActions = [.. alert.Pattern.SuggestedActions.Select(ChartJson.Valid)],
    };
}
