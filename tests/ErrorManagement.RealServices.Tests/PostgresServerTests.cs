using ErrorManagement.RealServices.Tests.Load;
using ErrorManagement.TestKit;
using Npgsql;

namespace ErrorManagement.RealServices.Tests;

public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task A_killed_server_refuses_and_comes_back_with_its_data()
    {
        await using var server = await PostgresServer.StartAsync();
        await using (var client = await OpenAsync(server))
        {
            await AskAsync(client, "create table kept (n int); insert into kept values (17)");
            server.Kill();
            (await client.Invoking(c => AskAsync(c, "select n from kept")).Should().ThrowAsync<NpgsqlException>()).Which.InnerException.Should().NotBeNull();
        }

        server.CountProcesses().Should().Be(0);
        await server.Invoking(OpenAsync).Should().ThrowAsync<NpgsqlException>().WithInnerException(typeof(System.Net.Sockets.SocketException));

        await server.StartAgainAsync();

        await using var again = await OpenAsync(server);
        (await AskAsync(again, "select n from kept")).Should().Be(17);
    }

    [PostgresFact]
    public async Task A_frozen_server_answers_when_it_is_thawed()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var client = await OpenAsync(server);
        server.Freeze();
        var answer = AskAsync(client, "select 17");
        var connection = OpenAsync(server);
        await Task.Delay(200); // long enough for an answer, if there were one
        answer.IsCompleted.Should().BeFalse();
        connection.IsCompleted.Should().BeFalse();

        server.Thaw();

        (await answer).Should().Be(17);
        await (await connection).DisposeAsync();
    }

    [PostgresFact]
    public async Task A_server_with_all_sessions_taken_refuses_one_more()
    {
        await using var server = await PostgresServer.StartAsync(maxConnections: 5);
        server.SessionsForUsers.Should().Be(2);
        await using (var admin = await OpenAsync(server))
        {
            await AskAsync(admin, "create role app login");
        }

        await using var first = await OpenAsync(server, "app");
        await using var second = await OpenAsync(server, "app");

        (await server.Invoking(s => OpenAsync(s, "app")).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.TooManyConnections);
    }

    [PostgresFact]
    public async Task Nothing_is_left_of_a_server_that_was_disposed_even_of_a_frozen_one()
    {
        var server = await PostgresServer.StartAsync();
        var directory = server.Directory;
        System.IO.Directory.Exists(directory).Should().BeTrue();
        server.CountProcesses().Should().BePositive();
        server.Freeze();

        await server.DisposeAsync();

        server.CountProcesses().Should().Be(0);
        System.IO.Directory.Exists(directory).Should().BeFalse();
        await server.DisposeAsync(); // twice does no harm
    }

    [PostgresFact]
    public async Task The_log_counts_the_statements_of_all_lives()
    {
        await using var server = await PostgresServer.StartAsync();
        for (var life = 1; life <= 2; life++)
        {
            await using (var client = await OpenAsync(server))
            {
                await AskAsync(client, "select 42");
            }

            await Eventually.BecomesTrueAsync(() => server.CountLog("select 42") == life, () => $"the log shows {life} statements");
            server.Kill();
            await server.StartAgainAsync();
        }
    }

    private static Task<NpgsqlConnection> OpenAsync(PostgresServer server) => OpenAsync(server, "postgres");

    private static async Task<NpgsqlConnection> OpenAsync(PostgresServer server, string user)
    {
        var connection = new NpgsqlConnection($"{server.ConnectionString};Username={user};Pooling=false;Timeout=30");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }
}
