using System.Threading.Channels;

namespace ErrorManagement.Analytics.Streams;

/// <summary>One reader: what it wants, and what waits for it. Who writes never waits; when the buffer is full the oldest goes and is counted.</summary>
internal sealed class StreamSubscriber
{
    private readonly ErrorStreamRequest _request;
    private readonly Channel<StreamEvent> _events;
    private bool _isGreeted;
    private long _dropped;

    public StreamSubscriber(ErrorStreamRequest request, int capacity)
    {
        _request = request;
        _events = Channel.CreateBounded<StreamEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = false },
            _ => Drop(1));
    }

    public ChannelReader<StreamEvent> Events => _events.Reader;

    /// <summary>How many events it lost so far.</summary>
    public long TotalDropped { get; private set; }

    public bool Wants(StreamEventKinds kind) => (_request.Kinds & kind) != 0;

    public bool WantsError(string component, ErrorSeverity severity) =>
        Wants(StreamEventKinds.Errors) && (_request.Component is null || _request.Component == component) && (_request.MinSeverity is null || severity >= _request.MinSeverity);

    /// <summary>Writes its first event. For the pump alone.</summary>
    public void Greet(StreamEvent first)
    {
        _isGreeted = true;
        _events.Writer.TryWrite(first);
    }

    /// <summary>Writes an event. What happens before the first one is not for this reader. For the pump alone.</summary>
    public void Write(StreamEvent streamEvent)
    {
        if (_isGreeted)
        {
            _events.Writer.TryWrite(streamEvent);
        }
    }

    /// <summary>Counts events that happened and are told to nobody. For the pump alone.</summary>
    public void Miss(long count)
    {
        if (_isGreeted)
        {
            Drop(count);
        }
    }

    /// <summary>How many events it lost since this was asked last. For the reader alone.</summary>
    public long TakeDropped()
    {
        if (Interlocked.Read(ref _dropped) == 0)
        {
            return 0;
        }

        var dropped = Interlocked.Exchange(ref _dropped, 0);
        TotalDropped += dropped;
        return dropped;
    }

    /// <summary>No event comes any more; what waits can be read.</summary>
    public void Complete() => _events.Writer.TryComplete();

    private void Drop(long count) => Interlocked.Add(ref _dropped, count);
}
