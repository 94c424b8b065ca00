namespace ErrorManagement.Analytics;

/// <summary>A channel that is a function of the host's.</summary>
/// <remarks>Immutable; as safe on several threads as its function.</remarks>
public sealed class DelegateAlertChannel : IAlertChannel
{
    private readonly Func<AlertNotice, CancellationToken, ValueTask> _send;

    /// <summary>Makes a channel.</summary>
    /// <param name="name">Its name, in logs and metrics. Few different values, no private data; not blank.</param>
    /// <param name="send">Tells of an alert. It lets its exceptions out and obeys the token.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    public DelegateAlertChannel(string name, Func<AlertNotice, CancellationToken, ValueTask> send)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(send);
        Name = name;
        _send = send;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken) => _send(notice, cancellationToken);
}
