namespace ErrorManagement.Analytics;

/// <content>Counts over time.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public IReadOnlyList<SeriesPoint> GetSeries(SeriesSelector selector, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket) => throw new NotSupportedException();
}
