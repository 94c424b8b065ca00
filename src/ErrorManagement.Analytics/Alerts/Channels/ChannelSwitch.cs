namespace ErrorManagement.Analytics.Alerts;

/// <summary>The settings of a channel and what sends by them, which change together and at once: a message that is under way ends under those it began with.</summary>
/// <typeparam name="TOptions">The settings.</typeparam>
/// <param name="options">The first ones.</param>
/// <param name="make">Makes what sends.</param>
internal sealed class ChannelSwitch<TOptions>(TOptions options, Func<TOptions, ChannelTransport> make) : IDisposable
    where TOptions : HttpChannelOptions
{
    private State? _state = new(options, make(options));

    /// <summary>Takes other settings, which are not changed any more.</summary>
    /// <exception cref="ObjectDisposedException">The channel was disposed.</exception>
    public void Change(TOptions options)
    {
        var next = new State(options, make(options));
        var seen = Volatile.Read(ref _state);
        while (true)
        {
            if (seen is null)
            {
                next.Transport.Dispose();
                throw Disposed();
            }

            var before = Interlocked.CompareExchange(ref _state, next, seen);
            if (ReferenceEquals(before, seen))
            {
                seen.Transport.Dispose();
                return;
            }

            seen = before;
        }
    }

    /// <summary>Sends a message that is made by the settings of now.</summary>
    /// <exception cref="ObjectDisposedException">The channel was disposed.</exception>
    public async ValueTask SendAsync<TMessage>(TMessage message, Func<TMessage, TOptions, ChannelExchange> form, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = Enter();
        try
        {
            await state.Transport.SendAsync(form(message, state.Options), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            state.Transport.Leave();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _state, null)?.Transport.Dispose();

    private State Enter()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state) ?? throw Disposed();
            if (state.Transport.TryEnter())
            {
                return state;
            }
        }
    }

    private static ObjectDisposedException Disposed() => new("The channel was disposed.", innerException: null);

    private sealed record State(TOptions Options, ChannelTransport Transport);
}
