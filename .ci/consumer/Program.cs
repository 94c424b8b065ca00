using System.Globalization;
using ErrorManagement;
using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;

// One program, two roles: the payment service that can be told to fail, and the shop that calls it.
return args is ["dependency"] ? await Dependency.RunAsync() : await Shop.RunAsync(new Uri(args[0]));

internal static class Dependency
{
    public static async Task<int> RunAsync()
    {
        var failing = false;
        var charges = 0;
        var app = WebApplication.CreateBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/switch/{mode}", (string mode) => failing = mode == "failing");
        app.MapGet("/charges", () => Volatile.Read(ref charges).ToString(CultureInfo.InvariantCulture));
        app.MapPost("/charge/{order}", (string order) =>
        {
            Interlocked.Increment(ref charges);
            return failing ? Results.StatusCode(503) : Results.Text($"receipt for {order}");
        });
        await app.StartAsync();
        Console.WriteLine($"listening {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}

internal static class Shop
{
    public static async Task<int> RunAsync(Uri payments)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddErrorManagement(options => options.ApplicationName = "shop")
            .AddCircuitBreaker("payments", o => { o.FailureThreshold = 5; o.BreakDuration = TimeSpan.FromSeconds(60); });
        builder.Services.AddHttpClient<IGateway, HttpGateway>(client => client.BaseAddress = payments);
        builder.Services.AddTransient<Checkout>();

        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/pay/{order}", async (string order, Checkout checkout, CancellationToken cancellationToken) =>
            await checkout.PayAsync(new Order(order), cancellationToken) is { } receipt ? Results.Text(receipt.Text) : Results.StatusCode(502));
        app.MapGet("/breaker", async (ICircuitBreakerRegistry breakers) =>
        {
            var breaker = breakers.Find("payments")!;
            var lines = new List<string> { $"name={breaker.Name}", $"state={breaker.State}", $"metrics={breaker.GetMetrics()}" };
            try
            {
                // Only while it is open: a call that went through would count.
                await (breaker.State == CircuitState.Open ? breaker.ExecuteAsync(_ => Task.FromResult(0)) : ValueTask.FromResult(0));
            }
            catch (CircuitOpenException rejection)
            {
                lines.Add($"message={rejection.Message}");
                lines.AddRange(rejection.Causes.Select(cause => $"cause={cause}"));
            }

            return string.Join('\n', lines);
        });
        app.MapGet("/errors", (IErrorRegistry registry) =>
        {
            var statistics = registry.GetStatistics();
            return string.Join('\n',
                registry.GetErrors().Select(e => string.Create(CultureInfo.InvariantCulture, $"error={e.ErrorType} component={e.Component} count={e.Count}"))
                    .Prepend(string.Create(CultureInfo.InvariantCulture, $"total={statistics.TotalCount}")));
        });
        await app.StartAsync();
        Console.WriteLine($"listening {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}

public sealed record Order(string Id);

public sealed record Receipt(string Text);

public interface IGateway
{
    Task<Receipt> ChargeAsync(Order order, CancellationToken cancellationToken);
}

public sealed class HttpGateway(HttpClient client) : IGateway
{
    public async Task<Receipt> ChargeAsync(Order order, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(new Uri($"charge/{order.Id}", UriKind.Relative), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new Receipt(await answer.Content.ReadAsStringAsync(cancellationToken));
    }
}

public sealed class Checkout([FromKeyedServices("payments")] ICircuitBreaker breaker, IGateway gateway, IErrorRegistry registry)
{
    public async Task<Receipt?> PayAsync(Order order, CancellationToken cancellationToken)
    {
        try { return await breaker.ExecuteAsync(token => gateway.ChargeAsync(order, token), cancellationToken); }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) { registry.Record(e, component: "payments"); return null; }
    }
}
