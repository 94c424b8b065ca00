using ErrorManagement.Http;
using ErrorManagement.TestKit;

namespace ErrorManagement.RealServices.Tests.Services;

/// <summary>A loopback HTTP server, called by an <see cref="HttpClient"/> whose handler holds the policy.</summary>
internal sealed class HttpService : IRealService
{
    private readonly ScriptedServer _server = ScriptedServer.Start();
    private readonly TryCounter _tries;
    private readonly SocketsHttpHandler _transport = new();
    private readonly Dictionary<IExecutionPolicy, HttpClient> _clients = [];
    private TaskCompletionSource _held = new();
    private long _resets;

    public HttpService() => _tries = new TryCounter(_transport);

    public string Name => "stock-http";

    public long Tries => _tries.Count;

    public long Received => _server.Requests;

    /// <summary>SocketsHttpHandler sends a request again, up to three times, when a connection that it had kept breaks before the answer begins.</summary>
    public long SentAgainBelow => Interlocked.Read(ref _resets) * 3 * 16;

    public IReadOnlyList<Phase> Phases =>
    [
        new("dies and refuses", () => Do(_server.ClosePort), () => Do(_server.ReopenPort)),
        new(
            "hangs",
            () => Do(() =>
            {
                _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _server.Answer = ScriptedAnswer.Held(_held.Task);
            }),
            () => Do(() =>
            {
                _server.Answer = ScriptedAnswer.Ok;
                _held.SetResult();
            })),
        new(
            "resets",
            () => Do(() =>
            {
                Interlocked.Increment(ref _resets);
                _server.Answer = ScriptedAnswer.Reset;
            }),
            () => Do(() => _server.Answer = ScriptedAnswer.Ok)),
        new("throttles", () => Do(() => _server.Answer = ScriptedAnswer.WithStatus(429, retryAfter: TimeSpan.FromSeconds(1))), () => Do(() => _server.Answer = ScriptedAnswer.Ok)),
        new("is overloaded", () => Do(() => _server.Answer = ScriptedAnswer.WithStatus(503)), () => Do(() => _server.Answer = ScriptedAnswer.Ok)),
    ];

    public Task StumbleAsync() => Do(() => _server.Enqueue(ScriptedAnswer.WithStatus(503)));

    public Task FailEachAsync() => Do(() => _server.Answer = ScriptedAnswer.WithStatus(503));

    public Task HealAsync() => Do(() => _server.Answer = ScriptedAnswer.Ok);

    public async ValueTask CallAsync(IExecutionPolicy policy, CancellationToken cancellationToken)
    {
        using var answer = await ClientOf(policy).GetAsync(_server.Address, cancellationToken);
        answer.EnsureSuccessStatusCode();
        (await answer.Content.ReadAsStringAsync(cancellationToken)).Should().Be("ok");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _tries.Dispose();
        await _server.DisposeAsync();
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private HttpClient ClientOf(IExecutionPolicy policy)
    {
        lock (_clients)
        {
            if (!_clients.TryGetValue(policy, out var client))
            {
                // The transport is shared and outlives the clients.
                var handler = new ResilienceHandler(policy) { InnerHandler = _tries };
                client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
                _clients.Add(policy, client);
            }

            return client;
        }
    }
}
