using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Threads that record while others change what they record into.</summary>
public sealed class LifeCycleUnderLoadTests
{
    private const int Threads = 8;

    [Fact] // alert at 101, 102, ...: once
    public async Task However_many_threads_bring_it_back_it_has_regressed_once()
    {
        using var registry = new ErrorRegistry(null, new FakeTimeProvider());
        var heard = new HeardChanges(registry);
        var id = Happen(registry);
        for (var round = 0; round < 200; round++)
        {
            registry.Resolve(id);
            await TogetherAsync(_ => Happen(registry));
            (await heard.KindsAsync()).Should().Equal([.. round == 0 ? [ErrorChange.New] : Array.Empty<ErrorChange>(), ErrorChange.Resolved, ErrorChange.Regressed]);
        }

        registry.Find(id)!.Count.Should().Be(1 + (200 * Threads));
        Balance(registry);
    }

    [Theory] // the N-th unmutes, once, and no earlier
    [InlineData(1)]
    [InlineData(Threads)]
    [InlineData(Threads * 100)]
    public async Task However_many_threads_reach_the_rate_it_is_heard_again_once(int perHour)
    {
        var each = Math.Max(1, perHour / Threads);
        using var registry = new ErrorRegistry(null, new FakeTimeProvider());
        var heard = new HeardChanges(registry);
        var id = Happen(registry);
        for (var round = 0; round < 50; round++)
        {
            registry.MuteUntilPerHour(id, perHour + 1);
            for (var i = 0; i < (perHour < Threads ? perHour : 0); i++)
            {
                Happen(registry);
            }

            if (perHour >= Threads)
            {
                await TogetherAsync(_ => Repeat(each, () => Happen(registry)));
            }

            registry.Find(id)!.Status.Should().Be(ErrorStatus.Muted, "one is missing");
            await TogetherAsync(_ => Happen(registry));

            (await heard.KindsAsync()).Should().Equal([.. round == 0 ? [ErrorChange.New] : Array.Empty<ErrorChange>(), ErrorChange.Muted, ErrorChange.Unmuted]);
        }

        Balance(registry);
    }

    [Fact]
    public async Task While_threads_record_and_others_change_it_no_count_and_no_step_is_lost()
    {
        const int each = 20_000, changes = 3_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "1.0.0" });
        var told = new List<StatusChange>();
        registry.ErrorChanged += (_, change) => told.Add(change.Change);
        var id = Happen(registry);
        var changed = Task.Run(async () =>
        {
            var random = new Random(1);
            for (var i = 0; i < changes; i++)
            {
                _ = random.Next(6) switch
                {
                    0 => registry.Resolve(id),
                    1 => registry.Resolve(id, inRelease: "2.0.0"),
                    2 => registry.MuteUntilPerHour(id, random.Next(1, 200)),
                    3 => registry.Mute(id, DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(random.Next(3))),
                    4 => registry.Ignore(id),
                    _ => registry.Reopen(id),
                };
                if (i % 200 == 0)
                {
                    // Not more than those who listen can take.
                    await registry.FlushAsync();
                    Balance(registry);
                }
            }
        });
        await TogetherAsync(_ => Repeat(each, () => Happen(registry)));
        await changed;
        await registry.FlushAsync();

        var record = registry.Find(id)!;
        record.Count.Should().Be(1 + (Threads * each));
        Balance(registry).Should().Be(record.Count);
        told.Count.Should().BeGreaterThan(changes / 2);
        told[0].Kind.Should().Be(ErrorChange.New);
        for (var i = 1; i < told.Count; i++)
        {
            told[i].From.Should().Be(told[i - 1].To, "step {0}, {1}, begins where the one before ended", i, told[i].Kind);
        }

        told[^1].To.Should().Be(record.Status);
        record.StatusChanges.Skip(1).Should().Equal(told.TakeLast(31));
    }

    private static ErrorId Happen(ErrorRegistry registry) => registry.Record(new ErrorOccurrence("shop", "System.TimeoutException", "slow")).Id;

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }

    private static async Task TogetherAsync(Action<int> action)
    {
        using var together = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                action(thread);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static long Balance(ErrorRegistry registry)
    {
        var ledger = registry.GetLedger();
        ledger.SampledOut.Should().BeGreaterThanOrEqualTo(0);
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
        return ledger.Captured;
    }
}
