namespace ErrorManagement.Analytics;

/// <summary>Hands reports to a function of the host's own, such as one that sends an e-mail.</summary>
/// <remarks>Safe on any thread when the function is.</remarks>
public sealed class DelegateReportChannel : IReportChannel
{
    private readonly Func<ReportDocument, CancellationToken, ValueTask> _send;

    /// <summary>Makes a channel.</summary>
    /// <param name="name">Its name, in logs and metrics. Not empty or blank. Few different values, no private data.</param>
    /// <param name="send">Hands a report on. What it throws is counted and logged; it is to obey the token, which carries the time-out.</param>
    /// <exception cref="ArgumentException">The name is empty or blank.</exception>
    public DelegateReportChannel(string name, Func<ReportDocument, CancellationToken, ValueTask> send)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(send);
        Name = name;
        _send = send;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _send(document, cancellationToken);
    }
}
