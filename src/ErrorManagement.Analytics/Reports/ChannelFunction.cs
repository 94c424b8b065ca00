namespace ErrorManagement.Analytics.Reports;

/// <summary>A function of the host's that hands something on, with the name it goes by. Immutable; as safe on several threads as the function.</summary>
/// <typeparam name="TMessage">What it hands on.</typeparam>
internal sealed class ChannelFunction<TMessage>
    where TMessage : class
{
    private readonly Func<TMessage, CancellationToken, ValueTask> _send;

    /// <exception cref="ArgumentException">The name is null, empty or blank, or there is no function.</exception>
    public ChannelFunction(string name, Func<TMessage, CancellationToken, ValueTask> send)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(send);
        Name = name;
        _send = send;
    }

    public string Name { get; }

    public ValueTask SendAsync(TMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _send(message, cancellationToken);
    }
}
