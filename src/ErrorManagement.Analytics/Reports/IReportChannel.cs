namespace ErrorManagement.Analytics;

/// <summary>Hands reports on to people.</summary>
/// <remarks>An implementation lets its exceptions out: whoever calls it counts and logs them, and they harm no other channel. It obeys the token, which carries a time-out. Safe on any thread.</remarks>
public interface IReportChannel
{
    /// <summary>Its name, in logs and metrics. Few different values, no private data.</summary>
    string Name { get; }

    /// <summary>Hands a report on.</summary>
    /// <param name="document">The report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it was handed on.</returns>
    ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken);
}
