using System.Buffers;
using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Streams;

/// <summary>Tells what happens as it happens: errors, breakers that change, figures. For dashboards and other readers over server-sent events, or inside the process.</summary>
/// <remarks>
/// Any number of readers, each with a buffer of its own, so that a slow one harms neither others nor who records. While nobody reads, recording an error costs nothing for it; while somebody does, a
/// known error costs some counters. One error is told once an interval at most, with the number of occurrences since. Occurrences that have no record yet, because too many new errors wait, are not told.
/// Safe on any thread.
/// </remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a stream of events, as in server-sent events; nobody takes it for one of bytes.")]
public sealed class ErrorStream : IDisposable, IAsyncDisposable
{
    private readonly ErrorStreamOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly StreamEvents _events;
    private readonly StreamPump _pump;

    /// <summary>Makes a stream.</summary>
    /// <param name="registry">The registry whose errors it tells.</param>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock and timers, the same as the registry's; null for the system's.</param>
    /// <param name="breakers">The breakers whose changes and figures it tells; null for none.</param>
    /// <param name="recovery">The manager whose figures it tells; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all that are.</exception>
    public ErrorStream(ErrorRegistry registry, ErrorStreamOptions? options = null, TimeProvider? timeProvider = null, ICircuitBreakerRegistry? breakers = null, RecoveryManager? recovery = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _options = options?.Copy() ?? new ErrorStreamOptions();
        ErrorStreamOptionsValidator.ThrowIfInvalid(_options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _events = new StreamEvents(registry, registry.Figures.Health, breakers, recovery, _timeProvider, _options.MaxMessageLength);
        _pump = new StreamPump(registry, _options, _timeProvider, breakers, _events);
    }

    /// <summary>How many read now.</summary>
    public int Readers => _pump.Subscribers;

    /// <summary>Reads events from now on.</summary>
    /// <param name="request">Which; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The events, without end: the first one, at once, is the status, or a heartbeat for who wants no status. What happened before it is not told. It ends when the stream is disposed. Each enumeration is a reader of its own.
    /// </returns>
    /// <exception cref="InvalidOperationException">There are as many readers as the options allow; thrown when the enumeration begins.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; thrown by the enumeration.</exception>
    public async IAsyncEnumerable<StreamEvent> ReadAsync(ErrorStreamRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = request ?? new ErrorStreamRequest();
        var subscriber = _pump.Enter(wanted);
        try
        {
            Task<bool>? waiting = null;
            while (true)
            {
                // What was lost came before what still waits.
                if (subscriber.TakeDropped() is > 0 and var dropped)
                {
                    yield return _events.Dropped(dropped, subscriber.TotalDropped);
                }

                if (subscriber.Events.TryRead(out var next))
                {
                    yield return next;
                    continue;
                }

                waiting ??= subscriber.Events.WaitToReadAsync(cancellationToken).AsTask();
                if (await IsQuietAsync(waiting, subscriber).ConfigureAwait(false))
                {
                    yield return _events.Heartbeat();
                }
                else if (!await waiting.ConfigureAwait(false))
                {
                    yield break;
                }
                else
                {
                    waiting = null;
                }
            }
        }
        finally
        {
            _pump.Leave(subscriber);
        }
    }

    /// <summary>Writes events to a stream as they happen, in the form of <see cref="StreamEventFormat"/>, for instance to the body of an HTTP answer.</summary>
    /// <param name="destination">The stream; flushed after each event, left open.</param>
    /// <param name="request">Which events; null for all.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Done when this error stream is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="InvalidOperationException">There are as many readers as the options allow.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WriteToAsync(Stream destination, ErrorStreamRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var buffer = new ArrayBufferWriter<byte>();
        await foreach (var next in ReadAsync(request, cancellationToken).ConfigureAwait(false))
        {
            buffer.ResetWrittenCount();
            StreamEventFormat.Write(buffer, next);
            await destination.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the stream for all readers, who still get what waits for them. The registry is left as it is.</summary>
    public void Dispose() => _pump.End();

    /// <summary>Ends the stream for all readers, who still get what waits for them. The registry is left as it is.</summary>
    /// <returns>Done at once.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for an event; whether there was none for so long that a sign of life is due.</summary>
    private async Task<bool> IsQuietAsync(Task<bool> waiting, StreamSubscriber subscriber)
    {
        if (_options.HeartbeatInterval is not { } interval || !subscriber.Wants(StreamEventKinds.Heartbeats))
        {
            return false;
        }

        await ((Task)waiting.WaitAsync(interval, _timeProvider)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !waiting.IsCompleted;
    }
}
