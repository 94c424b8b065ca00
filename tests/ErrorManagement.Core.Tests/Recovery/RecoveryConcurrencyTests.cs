using System.Collections.Concurrent;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Recovery;

/// <summary>Many threads at once: never two runs of one target, never more than the limit, and everybody is answered.</summary>
public sealed class RecoveryConcurrencyTests
{
    private const int Callers = 16;

    private static readonly RecoveryContext Failure = new(new TimeoutException("slow"));

    [Fact]
    [Behaviour("U25")]
    public async Task Never_two_runs_of_one_action_and_target_and_every_caller_gets_an_outcome()
    {
        var actions = new RecoveryActions();
        var inside = new ConcurrentDictionary<string, int>();
        var overlaps = 0;
        var runs = 0;
        actions.Register(RecoveryAction.RestartService, async (request, _) =>
        {
            Interlocked.Increment(ref runs);
            if (inside.AddOrUpdate(request.Target, 1, (_, n) => n + 1) > 1)
            {
                Interlocked.Increment(ref overlaps);
            }

            await Task.Yield();
            inside.AddOrUpdate(request.Target, 0, (_, n) => n - 1);
            return Volatile.Read(ref runs) % 3 != 0 ? true : throw new InvalidOperationException("every third");
        });

        var results = new ConcurrentBag<RecoveryActionResult>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Callers), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (caller, _) =>
        {
            for (var i = 0; i < 500; i++)
            {
                using var impatient = new CancellationTokenSource();
                var asked = actions.RunAsync(RecoveryAction.RestartService, $"target {(caller + i) % 3}", Failure, impatient.Token);
                if (i % 7 == 0)
                {
                    await impatient.CancelAsync();
                }

                results.Add(await asked);
            }
        }).WaitAsync(TimeSpan.FromMinutes(2));

        overlaps.Should().Be(0);
        results.Should().HaveCount(Callers * 500);
        results.Should().OnlyContain(r => r.IsCancelled || (r.IsAttempted && r.Outcome != RecoveryOutcome.NotAttempted));
        var figures = actions.GetStatistics().Single(s => s.Action == RecoveryAction.RestartService);
        figures.Runs.Should().Be(figures.Successes + figures.Failures);
        SpinWait.SpinUntil(() => actions.GetStatistics().Single(s => s.Action == RecoveryAction.RestartService).Runs == Volatile.Read(ref runs), TimeSpan.FromSeconds(30)).Should().BeTrue();
        figures.Joined.Should().Be(results.Count(r => r.IsJoined), "each that joined is counted, those that left included");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("U25")]
    public async Task However_many_fail_at_once_a_layer_makes_no_more_recoveries_than_its_limit(bool isShared)
    {
        var manager = new RecoveryManager();
        var runs = new ConcurrentDictionary<string, int>();
        var target = 0;
        manager.Add(RecoveryStrategy.From(
            "repair",
            async (context, _) =>
            {
                runs.AddOrUpdate(context.Layer, 1, (_, n) => n + 1);
                await Task.Yield();
                return RecoveryOutcome.Failed;
            },
            isShared: isShared));
        manager.Add(RecoveryStrategy.From("shrug", (_, _) => new ValueTask<RecoveryOutcome>(RecoveryOutcome.NotAttempted), isShared: isShared));

        var results = new ConcurrentBag<RecoveryResult>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Callers), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (_, _) =>
        {
            for (var i = 0; i < 100; i++)
            {
                var failure = Failure with { Layer = $"layer {i % 2}", Target = $"target {Interlocked.Increment(ref target)}" };
                results.Add(await manager.RecoverAsync(["shrug", "repair"], failure, CancellationToken.None));
            }
        }).WaitAsync(TimeSpan.FromMinutes(2));

        runs.Should().HaveCount(2).And.OnlyContain(layer => layer.Value == 3);
        results.Should().HaveCount(Callers * 100);
        results.Count(r => r.Outcome == RecoveryOutcome.Failed).Should().Be(6);
        manager.GetHistory().Should().HaveCount(6);
    }
}
