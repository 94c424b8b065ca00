namespace ErrorManagement.Analytics.Hosting;

/// <summary>A channel that can be disposed asynchronously alone, in a container that may be disposed in either way.</summary>
internal sealed class OwnedAlertChannel : IAlertChannel, IDisposable, IAsyncDisposable
{
    private readonly IAlertChannel _channel;

    private OwnedAlertChannel(IAlertChannel channel) => _channel = channel;

    public string Name => _channel.Name;

    /// <summary>What a container is given in the place of a channel: the channel itself wherever that will do.</summary>
    public static IAlertChannel Of(IAlertChannel made) => made is not null && DetachedDisposal.IsNeeded(made) ? new OwnedAlertChannel(made) : made!;

    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken) => _channel.SendAsync(notice, cancellationToken);

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_channel).DisposeAsync();

    public void Dispose() => DetachedDisposal.Begin(_channel);
}
