namespace ErrorManagement.Analytics.Hosting;

/// <summary>A channel that can be disposed asynchronously alone, in a container that may be disposed in either way.</summary>
internal sealed class OwnedReportChannel : IReportChannel, IDisposable, IAsyncDisposable
{
    private readonly IReportChannel _channel;

    private OwnedReportChannel(IReportChannel channel) => _channel = channel;

    public string Name => _channel.Name;

    /// <summary>What a container is given in the place of a channel: the channel itself wherever that will do.</summary>
    public static IReportChannel Of(IReportChannel made) => made is not null && DetachedDisposal.IsNeeded(made) ? new OwnedReportChannel(made) : made!;

    public ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken) => _channel.SendAsync(document, cancellationToken);

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_channel).DisposeAsync();

    public void Dispose() => DetachedDisposal.Begin(_channel);
}
