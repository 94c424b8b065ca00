using ErrorManagement.Http;
using ErrorManagement.Pipelines;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/http.md.</summary>
public sealed class HttpPageTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = ScriptedServer.Start();

    public Task InitializeAsync()
    {
        _server.Enqueue(ScriptedAnswer.WithStatus(503, TimeSpan.Zero));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task With_the_client_factory()
    {
        var services = new ServiceCollection();
        #region factory
        services.AddErrorManagement();
        services.AddHttpClient("payments").AddHttpMessageHandler<ResilienceHandler>();
        #endregion

        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("payments");
        await IsRetriedAsync(client);
    }

    [Fact]
    public async Task Without_a_container()
    {
        #region plain
        // without a container
        var client = new HttpClient(new ResilienceHandler { InnerHandler = new SocketsHttpHandler() });
        #endregion

        await IsRetriedAsync(client);
        client.Dispose();
    }

    [Fact]
    public async Task With_settings_of_its_own()
    {
        var services = new ServiceCollection();
        #region named
        services.AddErrorManagement()
            .AddHttpResilience("payments", o =>
            {
                o.TotalTimeout = TimeSpan.FromSeconds(10);
                o.AttemptTimeout = TimeSpan.FromSeconds(3);
                o.Retry.MaxRetries = 2;
            });
        services.AddHttpClient("payments")
            .AddHttpMessageHandler(provider => provider.GetRequiredKeyedService<ResilienceHandler>("payments"));
        #endregion

        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("payments");
        await IsRetriedAsync(client);
        provider.GetRequiredKeyedService<HttpResilience>("payments").CheckSettings().Should().BeEmpty();
    }

    [Fact]
    public async Task With_a_policy_of_its_own()
    {
        #region own
        var policy = new PipelineBuilder()
            .Retry(o => o.MaxRetries = 2)
            .Timeout(TimeSpan.FromSeconds(2))
            .Build();
        var client = new HttpClient(new ResilienceHandler(policy) { InnerHandler = new SocketsHttpHandler() });
        #endregion

        await IsRetriedAsync(client);
        client.Dispose();
    }

    private async Task IsRetriedAsync(HttpClient client)
    {
        (await client.GetStringAsync(_server.Address)).Should().Be("ok");
        _server.Requests.Should().Be(2);
    }
}
