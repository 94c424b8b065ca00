using System.Net;
using System.Text.Json;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/stream.md.</summary>
public sealed class StreamPageTests
{
    [Fact]
    public async Task Read()
    {
        var services = new ServiceCollection();
        services.AddErrorManagement();
        await using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<IErrorRegistry>();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var failing = Task.Run(async () =>
        {
            while (provider.GetRequiredService<ErrorStream>().Readers == 0)
            {
                await Task.Yield();
            }

            registry.Record(new InvalidOperationException("no price"), "shop", ErrorSeverity.Error);
        });

        #region read
        var stream = provider.GetRequiredService<ErrorStream>();
        var wanted = new ErrorStreamRequest { Kinds = StreamEventKinds.Errors, MinSeverity = ErrorSeverity.Error };
        await foreach (var told in stream.ReadAsync(wanted, end.Token))
        {
            if (told.Event == StreamEvent.Error)
            {
                Console.WriteLine(JsonDocument.Parse(told.Data).RootElement.GetProperty("error_message"));
                break; // leaves the stream
            }
        }
        #endregion

        await failing;
        stream.Readers.Should().Be(0);
    }

    [Fact]
    public void Serve() => ((Delegate)ServeAsync).Should().NotBeNull();

    #region serve
    private static async Task ServeAsync(HttpListenerContext request, ErrorStream stream, CancellationToken stopping)
    {
        request.Response.ContentType = StreamEventFormat.MediaType;
        request.Response.Headers["Cache-Control"] = "no-cache";
        request.Response.SendChunked = true;
        await stream.WriteToAsync(request.Response.OutputStream, cancellationToken: stopping);
    }
    #endregion

    [Fact]
    public void Analytics()
    {
        using var registry = new ErrorRegistry();
        var recovery = new Recovery.RecoveryManager();

        #region analytics
        var analytics = ErrorAnalytics.Of(registry, recovery);
        Console.WriteLine($"{analytics.TotalErrors} errors, {analytics.CurrentRatePerMinute} in the last minute");
        Console.WriteLine(analytics.RecoverySuccessRate is { } rate ? $"{rate:P0} of {analytics.RecoveryAttempts} recoveries worked, {analytics.AverageRecoveryTimeMs} ms on average" : "nothing to recover from yet");
        foreach (var group in analytics.TopMessages)
        {
            Console.WriteLine($"{group.Count}x {group.Template} ({group.Component}), {group.FirstSeen:u} to {group.LastSeen:u}");
        }
        #endregion

        analytics.RecoverySuccessRate.Should().BeNull();
    }
}
