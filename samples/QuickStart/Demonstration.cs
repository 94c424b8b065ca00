using System.Diagnostics;
using ErrorManagement.Pipelines;

namespace QuickStart;

/// <summary>Leads the server through its phases while a client goes on calling it.</summary>
internal sealed class Demonstration(MoodyServer server, StockClient client, ExecutionPipeline<Answer> pipeline, Journal journal)
{
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs all phases, or until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Phase.All.Count; i++)
        {
            var phase = Phase.All[i];
            journal.Phase(i + 1, Phase.All.Count, phase.Title);
            server.Mood = phase.Mood;
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < phase.Length;)
            {
                await CallAsync(cancellationToken);
                await Task.Delay(BetweenCalls, cancellationToken);
            }
        }
    }

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        var before = client.Tries;
        var answer = await pipeline.ExecuteAsync(client.AskAsync, cancellationToken);
        var tries = client.Tries - before;
        var howOften = tries switch
        {
            0 => "not made: the breaker is open",
            1 => "1 try failed",
            _ => $"{tries} tries failed",
        };
        if (answer.FromCache)
        {
            journal.Call($"answered '{answer.Text}' from the cache ({howOften})", good: false);
        }
        else
        {
            journal.Call($"answered '{answer.Text}'{(tries > 1 ? $" after {tries} tries" : "")}", good: true);
        }
    }
}
