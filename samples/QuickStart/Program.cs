using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using QuickStart;

const int WrongInput = 2;

var terminal = new Terminal();
var arguments = Arguments.Parse(args);
if (arguments.Help)
{
    terminal.Line(Arguments.Usage);
    return 0;
}

if (arguments.Mistake is { } mistake)
{
    terminal.Error(mistake);
    return WrongInput;
}

// Ctrl+C ends the calls, not the program: the report of what was seen so far still comes. A second one ends it at once.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

try
{
    return arguments.LogFile is { } file ? await GroupLogAsync(file) : await DemonstrateAsync();
}
catch (InputException e)
{
    terminal.Error(e.Message);
    return WrongInput;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0; // stopped before there was anything to show
}
catch (IOException)
{
    return 1; // nowhere to write to: there is nobody to tell
}

async Task<int> GroupLogAsync(string file)
{
    var services = new ServiceCollection();
    services.AddErrorManagement(o => o.ApplicationName = "quickstart");
    await using var provider = services.BuildServiceProvider();
    await new LogRun(provider.GetRequiredService<IErrorRegistry>(), terminal).RunAsync(file, stop.Token);
    return 0;
}

async Task<int> DemonstrateAsync()
{
    var journal = new Journal(terminal);

    // The last good answer serves while the server does not.
    var cache = new CachedResponseFallback<Answer>();
    cache.Set("stock/42", new Answer("17 in stock", Number: 0));

    // fallback(retry(breaker(timeout(call)))): in the order written. What the fallback hides, the retry reports: one error a call,
    // under the breaker's name.
    var services = new ServiceCollection();
    services.AddErrorManagement(o => o.ApplicationName = "quickstart")
        .AddCircuitBreaker("stock", o =>
        {
            o.FailureThreshold = 5;
            o.BreakDuration = TimeSpan.FromSeconds(1.5);
            o.OnTransitioned = change => journal.Event(BreakerStory.Tell(change), good: change.To != CircuitState.Open);
        })
        .AddPolicy<Answer>("stock", p => p
            .Fallback(cache.For("stock/42"))
            .Retry(o =>
            {
                o.MaxRetries = 1;
                o.InitialDelay = TimeSpan.FromMilliseconds(100);
            })
            .CircuitBreaker("stock")
            .Timeout(TimeSpan.FromSeconds(0.3)));
    await using var provider = services.BuildServiceProvider();
    var pipeline = provider.GetRequiredKeyedService<ExecutionPipeline<Answer>>("stock");

    await using var server = new MoodyServer();
    using var client = new StockClient(server.Address);
    terminal.Line($"A client calls {server.Address} through fallback(retry(breaker(timeout(call)))). Ctrl+C ends it.");
    try
    {
        await new Demonstration(server, client, pipeline, journal).RunAsync(stop.Token);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        journal.Flush();
        terminal.Line();
        terminal.Warn("Stopped by Ctrl+C; this is what was seen so far.");
    }

    journal.Flush();
    await new Summary(provider.GetRequiredService<IErrorRegistry>(), provider.GetRequiredService<ErrorReporter>(), terminal).WriteAsync();
    return 0;
}
