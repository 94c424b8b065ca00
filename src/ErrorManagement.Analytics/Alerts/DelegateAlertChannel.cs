using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics;

/// <summary>A channel that is a function of the host's.</summary>
/// <remarks>Immutable; as safe on several threads as its function.</remarks>
public sealed class DelegateAlertChannel : IAlertChannel
{
    private readonly ChannelFunction<AlertNotice> _function;

    /// <summary>Makes a channel.</summary>
    /// <param name="name">Its name, in logs and metrics. Few different values, no private data; not blank.</param>
    /// <param name="send">Tells of an alert. It lets its exceptions out and obeys the token.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    public DelegateAlertChannel(string name, Func<AlertNotice, CancellationToken, ValueTask> send) =>
        _function = new ChannelFunction<AlertNotice>(name, send);

    /// <inheritdoc />
    public string Name => _function.Name;

    /// <inheritdoc />
    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken) => _function.SendAsync(notice, cancellationToken);
}
