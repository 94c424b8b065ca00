using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics;

/// <summary>Hands reports to a function of the host's own, such as one that sends an e-mail.</summary>
/// <remarks>Safe on any thread when the function is.</remarks>
public sealed class DelegateReportChannel : IReportChannel
{
    private readonly ChannelFunction<ReportDocument> _function;

    /// <summary>Makes a channel.</summary>
    /// <param name="name">Its name, in logs and metrics. Not empty or blank. Few different values, no private data.</param>
    /// <param name="send">Hands a report on. What it throws is counted and logged; it is to obey the token, which carries the time-out.</param>
    /// <exception cref="ArgumentException">The name is empty or blank.</exception>
    public DelegateReportChannel(string name, Func<ReportDocument, CancellationToken, ValueTask> send) =>
        _function = new ChannelFunction<ReportDocument>(name, send);

    /// <inheritdoc />
    public string Name => _function.Name;

    /// <inheritdoc />
    public ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken) => _function.SendAsync(document, cancellationToken);
}
