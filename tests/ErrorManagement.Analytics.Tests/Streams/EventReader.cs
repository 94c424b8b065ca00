using System.Text.Json;
using ErrorManagement.Analytics.Streams;

namespace ErrorManagement.Analytics.Tests.Streams;

/// <summary>Reads a stream event by event, with patience.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end = new();
    private readonly IAsyncEnumerator<StreamEvent> _events;

    private EventReader(ErrorStream stream, ErrorStreamRequest? request) => _events = stream.ReadAsync(request, _end.Token).GetAsyncEnumerator();

    public StreamEvent First { get; private set; } = null!;

    /// <summary>A reader that has its first event: what happens from now on does not pass it by.</summary>
    public static async Task<EventReader> OfAsync(ErrorStream stream, StreamEventKinds kinds = StreamEventKinds.All, string? component = null, ErrorSeverity? least = null)
    {
        var reader = new EventReader(stream, new ErrorStreamRequest { Kinds = kinds, Component = component, MinSeverity = least });
        reader.First = (await reader.NextAsync())!;
        return reader;
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<StreamEvent?> NextAsync() => await _events.MoveNextAsync().AsTask().WaitAsync(Patience) ? _events.Current : null;

    /// <summary>The data of the next event, which has to be of this kind.</summary>
    public async Task<JsonElement> NextAsync(string kind)
    {
        var next = await NextAsync();
        next.Should().NotBeNull();
        next!.Event.Should().Be(kind, next.Data);
        return JsonDocument.Parse(next.Data).RootElement;
    }

    /// <summary>The data of the next event of this kind; others in between are passed over.</summary>
    public async Task<JsonElement> FindAsync(string kind)
    {
        while (true)
        {
            var next = await NextAsync();
            next.Should().NotBeNull();
            if (next!.Event == kind)
            {
                return JsonDocument.Parse(next.Data).RootElement;
            }
        }
    }

    public async Task CancelAsync() => await _end.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _end.Dispose();
    }
}
