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
        var tries = client.Tries;
        var answers = client.Answers;
        var answer = await pipeline.ExecuteAsync(client.AskAsync, cancellationToken);
        tries = client.Tries - tries;
        if (answer.Number > answers)
        {
            journal.Call($"answered '{answer.Text}'{(tries > 1 ? $" after {tries} tries, the last failure: {client.LastFailure}" : "")}", good: true);
            return;
        }

        var why = tries switch
        {
            0 => "the breaker is open, no call was made",
            1 => $"1 try: {client.LastFailure}",
            _ => $"{tries} tries: {client.LastFailure}",
        };
        journal.Call($"answered '{answer.Text}' from the cache ({why})", good: false);
    }
}
