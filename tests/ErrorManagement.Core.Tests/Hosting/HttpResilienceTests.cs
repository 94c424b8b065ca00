using System.Net;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Http;
using ErrorManagement.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

public class HttpResilienceTests
{
    [Fact]
    public async Task The_client_factory_takes_the_handler_in_one_line()
    {
        await using var server = ScriptedServer.Start();
        server.Enqueue(ScriptedAnswer.WithStatus(503, TimeSpan.Zero));
        var services = new ServiceCollection();
        services.AddErrorManagementCore();
        services.AddHttpClient("payments").AddHttpMessageHandler<ResilienceHandler>();
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("payments");

        (await client.GetStringAsync(server.Address)).Should().Be("ok");

        server.Requests.Should().Be(2);
        provider.GetRequiredService<HttpResilience>().Breakers.Count.Should().Be(1);
        provider.GetRequiredService<HttpResilience>().Should().NotBeSameAs(HttpResilience.Default, "a container has its own");
    }

    [Fact]
    public async Task Circuits_survive_the_handlers_that_the_factory_makes_anew()
    {
        await using var server = ScriptedServer.Start(ScriptedAnswer.WithStatus(500));
        var services = new ServiceCollection();
        services.AddErrorManagementCore().AddHttpResilience("payments", o => o.CircuitBreaker.FailureThreshold = 6);
        services.AddHttpClient("payments").AddHttpMessageHandler(p => p.GetRequiredKeyedService<ResilienceHandler>("payments"));
        var made = 0;
        services.Configure<Microsoft.Extensions.Http.HttpClientFactoryOptions>("payments", o => o.HttpMessageHandlerBuilderActions.Add(_ => made++));
        await using var provider = services.BuildServiceProvider();
        var factories = provider.GetRequiredService<IHttpMessageHandlerFactory>();
        for (var call = 0; call < 6; call++)
        {
            // What the factory does when a handler's time is over: it makes another one from the same container.
            using var chain = new ServiceChain(provider);
            using var invoker = new HttpMessageInvoker(chain.Handler, disposeHandler: false);
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
            (await invoker.SendAsync(request, default)).StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        }

        using var client = new HttpClient(factories.CreateHandler("payments"), disposeHandler: false);

        (await Record.ExceptionAsync(() => client.GetAsync(server.Address))).Should().BeOfType<CircuitOpenException>().Which.BreakerName.Should().StartWith("payments http://127.0.0.1:");
        (server.Requests, made).Should().Be((6, 1));
    }

    [Fact]
    public void Named_and_unnamed_settings_are_apart_and_a_second_call_changes_them_further()
    {
        using var provider = Build(b => b
            .ConfigureHttpResilience(o => o.TotalTimeout = TimeSpan.FromSeconds(5))
            .AddHttpResilience("a", o => o.AttemptTimeout = null)
            .AddHttpResilience("a", o => o.Retry.MaxRetries = 1)
            .AddHttpResilience("b"));

        provider.GetRequiredService<HttpResilience>().ToString().Should().StartWith("timeout(5 s) > retry(3").And.Contain("partitions(http)");
        provider.GetRequiredKeyedService<HttpResilience>("a").ToString().Should().Be("timeout(30 s) > retry(1, 1 s x2 <= 60 s) > partitions(a)");
        provider.GetRequiredKeyedService<HttpResilience>("b").Name.Should().Be("b");
        provider.GetRequiredKeyedService<HttpResilience>("b").Should().BeSameAs(provider.GetRequiredKeyedService<HttpResilience>("b"));
        provider.GetRequiredKeyedService<ResilienceHandler>("b").Should().NotBeSameAs(provider.GetRequiredKeyedService<ResilienceHandler>("b"));
    }

    [Fact]
    public void Wrong_settings_stop_the_host_at_the_start_with_all_mistakes()
    {
        using var provider = Build(b => b.AddHttpResilience("payments", o =>
        {
            o.AttemptTimeout = TimeSpan.Zero;
            o.Retry.MaxRetries = -1;
        }));

        FluentActions.Invoking(() => provider.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<OptionsValidationException>().WithMessage("*AttemptTimeout must be*MaxRetries must be*");
    }

    [Fact]
    public async Task A_changed_file_reaches_the_policies_and_a_bad_edit_changes_nothing_for_good()
    {
        var source = new Dictionary<string, string?> { ["Retry:MaxRetries"] = "0", ["CircuitBreaker:FailureThreshold"] = "1", ["Answers:RetryNonIdempotent"] = "true", ["AttemptTimeout"] = "00:00:03" };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(source).Build();
        var log = new List<string>();
        using var provider = Build(b => b.AddHttpResilience("payments").Services
            .Configure<HttpResilienceOptions>("payments", configuration)
            .AddSingleton<ILoggerFactory>(new ListLog(log)));
        var resilience = provider.GetRequiredKeyedService<HttpResilience>("payments");
        resilience.ToString().Should().Be("timeout(30 s) > retry(0, 1 s x2 <= 60 s) > partitions(payments) > timeout(3 s)");
        var handler = provider.GetRequiredKeyedService<ResilienceHandler>("payments");
        handler.InnerHandler = new AlwaysBad();
        using var client = new HttpClient(handler);
        await client.GetAsync(new Uri("http://x/"));

        Reload("AttemptTimeout", "00:00:02");
        resilience.ToString().Should().EndWith("timeout(2 s)");
        Reload("AttemptTimeout", "-00:00:02");
        resilience.ToString().Should().EndWith("timeout(2 s)");
        log.Should().ContainSingle(l => l.Contains("'payments'") && l.Contains("AttemptTimeout must be"));
        Reload("AttemptTimeout", "00:00:01");
        resilience.ToString().Should().EndWith("timeout(1 s)", "later edits are seen"); // X27

        (await Record.ExceptionAsync(() => client.GetAsync(new Uri("http://x/")))).Should().BeOfType<CircuitOpenException>("the circuit stayed what it was");

        void Reload(string key, string value)
        {
            configuration[key] = value;
            configuration.Reload();
        }
    }

    [Fact]
    public void Settings_that_cannot_work_are_logged_once_when_it_is_made()
    {
        var log = new List<string>();
        using var provider = Build(b => b.AddHttpResilience("payments", o => o.CircuitBreaker.FailureThreshold = 2).Services.AddSingleton<ILoggerFactory>(new ListLog(log)));

        provider.GetRequiredKeyedService<ResilienceHandler>("payments");
        provider.GetRequiredKeyedService<ResilienceHandler>("payments");
        provider.GetRequiredService<ResilienceHandler>();

        log.Should().ContainSingle(l => l.Contains("FailureThreshold 2 is reached by one call alone"));
    }

    private static ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider();
    }

    private sealed class ServiceChain : IDisposable
    {
        private readonly IServiceScope _scope;

        public ServiceChain(IServiceProvider provider)
        {
            _scope = provider.CreateScope();
            Handler = _scope.ServiceProvider.GetRequiredKeyedService<ResilienceHandler>("payments");
            Handler.InnerHandler = new SocketsHttpHandler();
        }

        public ResilienceHandler Handler { get; }

        public void Dispose() => _scope.Dispose();
    }

    private sealed class AlwaysBad : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway));
    }

    private sealed class ListLog(List<string> messages) : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                messages.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
