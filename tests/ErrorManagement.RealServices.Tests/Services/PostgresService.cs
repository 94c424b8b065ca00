using ErrorManagement.RealServices.Tests.Load;
using ErrorManagement.TestKit;
using Npgsql;

namespace ErrorManagement.RealServices.Tests.Services;

/// <summary>A PostgreSQL server, asked by Npgsql for a row, with the client's pool in between.</summary>
internal sealed class PostgresService : IRealService
{
    private const string Statement = "select pieces from stock where article = $1 for share";
    private const int Articles = 16;

    private readonly PostgresServer _server;
    private readonly NpgsqlDataSource _client;
    private readonly string _admin;
    private readonly List<NpgsqlConnection> _others = [];
    private CancellationTokenSource _resetting = new();
    private Task _resets = Task.CompletedTask;
    private long _tries;

    private PostgresService(PostgresServer server, TimeSpan? lockTimeout)
    {
        _server = server;
        _admin = server.ConnectionString + ";Pooling=false;Timeout=20;Command Timeout=20";
        var client = new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            Username = "app",
            MaxPoolSize = Articles,
            Timeout = 15, // to connect, in s; the policies have less
            CommandTimeout = 0, // none: the policies end a statement
            CancellationTimeout = -1, // after a cancellation nothing more is awaited from the server
            Options = lockTimeout is { } wait ? $"-c lock_timeout={wait.TotalMilliseconds:0}" : null,
        };
        _client = NpgsqlDataSource.Create(client);
    }

    public string Name => "stock-db";

    public long Tries => Interlocked.Read(ref _tries);

    public long Received => _server.CountLog($"execute <unnamed>: {Statement}");

    public long SentAgainBelow => 0;

    public IReadOnlyList<Phase> Phases =>
    [
        new("dies and refuses", () => Task.Run(_server.Kill), _server.StartAgainAsync),
        new("hangs", () => Task.Run(_server.Freeze), () => Task.Run(_server.Thaw)),
        new("waits for locks", FailEachAsync, CloseOthersAsync),
        new("resets", ResetSessionsAsync, StopResettingAsync),
        new("throttles", TakeAllSessionsAsync, CloseOthersAsync),
    ];

    /// <summary>Starts a server with a table and a user for it.</summary>
    /// <param name="lockTimeout">How long a statement of the client waits for a row; null for as long as it takes.</param>
    public static async Task<PostgresService> StartAsync(TimeSpan? lockTimeout = null)
    {
        var service = new PostgresService(await PostgresServer.StartAsync(), lockTimeout);
        try
        {
            await using var admin = await service.OpenAsync();
            await RunAsync(admin, $"create role app login; create table stock (article int primary key, pieces int not null); insert into stock select n, 17 from generate_series(1, {Articles}) n; grant select, update on stock to app");
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Somebody ends the session that was used last: its next statement fails.</summary>
    public async Task StumbleAsync()
    {
        await using var admin = await OpenAsync();
        await RunAsync(admin, "select pg_terminate_backend(pid) from (select pid from pg_stat_activity where usename = 'app' order by state_change desc limit 1) last");
    }

    public Task HealAsync() => CloseOthersAsync();

    /// <summary>Somebody else holds every row: statements arrive and wait.</summary>
    public async Task FailEachAsync()
    {
        var holder = await OpenAsync();
        _others.Add(holder);
        await RunAsync(holder, "begin; select from stock for update");
    }

    public async ValueTask CallAsync(IExecutionPolicy policy, CancellationToken cancellationToken)
    {
        var pieces = await policy.ExecuteAsync(static (service, token) => service.AskAsync(token), this, cancellationToken);
        pieces.Should().Be(17);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Thaw();
        await CloseOthersAsync();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async ValueTask<int> AskAsync(CancellationToken cancellationToken)
    {
        CallScope.CountTry();
        Interlocked.Increment(ref _tries);

        // Npgsql cancels a statement by asking the server, waits for that on the thread that cancels, and a frozen server lets it wait for ever;
        // nor does it look at the token while it opens a connection. So the caller does not wait for Npgsql, and Npgsql is told on a thread of its own.
        var given = new CancellationTokenSource();
        using var follow = cancellationToken.UnsafeRegister(static source => new Thread(((CancellationTokenSource)source!).Cancel) { IsBackground = true }.Start(), given);
        var asking = AskServerAsync(given.Token);
        _ = asking.ContinueWith(static left => _ = left.Exception, TaskScheduler.Default); // whoever has left does not see how it ends
        return await asking.WaitAsync(cancellationToken);
    }

    private async Task<int> AskServerAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _client.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Statement, connection) { Parameters = { new() { Value = Random.Shared.Next(1, Articles + 1) } } };
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<NpgsqlConnection> OpenAsync(string? user = null)
    {
        var connection = new NpgsqlConnection(user is null ? _admin : $"{_admin};Username={user}");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Somebody ends the client's sessions as fast as they come, while their statements wait.</summary>
    private async Task ResetSessionsAsync()
    {
        await FailEachAsync();
        var admin = await OpenAsync();
        _others.Add(admin);
        _resetting = new CancellationTokenSource();
        _resets = EndSessionsAsync(admin, _resetting.Token);
    }

    private async Task StopResettingAsync()
    {
        await _resetting.CancelAsync();
        await _resets;
        await CloseOthersAsync();
    }

    private static async Task EndSessionsAsync(NpgsqlConnection admin, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await RunAsync(admin, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app' and wait_event_type = 'Lock'");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    /// <summary>Other users take every session that there is.</summary>
    private async Task TakeAllSessionsAsync()
    {
        var admin = await OpenAsync();
        _others.Add(admin);
        await RunAsync(admin, "create role other login");
        while (true)
        {
            try
            {
                while (true)
                {
                    _others.Add(await OpenAsync("other"));
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                // All are taken. Those of the client are ended, and taken in the next round.
            }

            await using var left = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'app'", admin);
            if ((long)(await left.ExecuteScalarAsync())! == 0)
            {
                return;
            }
        }
    }

    private async Task CloseOthersAsync()
    {
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }

        _others.Clear();
    }
}
