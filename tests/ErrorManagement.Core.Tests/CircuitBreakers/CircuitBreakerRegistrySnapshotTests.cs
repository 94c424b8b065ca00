using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>What the breakers of a host know survives a restart of its process.</summary>
public sealed class CircuitBreakerRegistrySnapshotTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CircuitBreakerRegistry _registry;

    public CircuitBreakerRegistrySnapshotTests() => _registry = new CircuitBreakerRegistry(timeProvider: _clock);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task A_file_written_by_one_process_is_read_by_the_next()
    {
        var path = Path.GetTempFileName();
        try
        {
            _registry.GetOrAdd("payments").Isolate();
            _registry.GetOrAdd("stock").MoveTo(CircuitState.Open);
            await using (var file = File.Create(path))
            {
                await CircuitBreakerSnapshots.WriteAsync(file, _registry.TakeSnapshots());
            }

            using var next = new CircuitBreakerRegistry(timeProvider: new FakeTimeProvider(_clock.GetUtcNow().AddSeconds(20)));
            await using (var file = File.OpenRead(path))
            {
                next.Restore(await CircuitBreakerSnapshots.ReadAsync(file)).Should().Be(0);
            }

            next.GetOrAdd("payments").Mode.Should().Be(CircuitMode.Isolated);
            next.GetOrAdd("stock").GetMetrics().RetryAfter.Should().Be(TimeSpan.FromSeconds(40));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Breakers_that_exist_are_restored_at_once_and_the_others_when_they_are_made_however_that_happens()
    {
        var existing = _registry.GetOrAdd("a");

        _registry.Restore([Open("a"), Open("b"), Open("c")]).Should().Be(1);

        existing.State.Should().Be(CircuitState.Open);
        _registry.Find("b").Should().BeNull("only being asked for makes a breaker");
        _registry.GetOrAdd("b").State.Should().Be(CircuitState.Open);
        _registry.Create("c").State.Should().Be(CircuitState.Open);
        _registry.GetOrAdd("d").State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void A_breaker_that_waited_long_is_as_much_further()
    {
        _registry.Restore([Open("a")]);

        _clock.Advance(TimeSpan.FromSeconds(45));

        _registry.GetOrAdd("a").GetMetrics().RetryAfter.Should().Be(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_snapshot_is_brought_back_once()
    {
        _registry.Restore([Open("a")]);
        _registry.GetOrAdd("a").Reset();

        _registry.GetOrAdd("a").State.Should().Be(CircuitState.Closed);
        _registry.Remove("a");
        _registry.GetOrAdd("a").State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Of_two_snapshots_of_a_name_the_later_one_wins_and_counts_once()
    {
        var existing = _registry.GetOrAdd("a");
        var (closed, isolated) = (Open("a") with { State = CircuitState.Closed }, Open("a") with { Mode = CircuitMode.Isolated });

        _registry.Restore([Open("a"), closed, isolated]).Should().Be(1);
        _registry.Restore([Open("b"), Open("b") with { Mode = CircuitMode.Isolated }]);
        _registry.Restore([Open("b") with { Mode = CircuitMode.Disabled }]);

        existing.Mode.Should().Be(CircuitMode.Isolated);
        existing.GetMetrics().Transitions.Should().ContainSingle();
        _registry.GetOrAdd("b").Mode.Should().Be(CircuitMode.Disabled);
    }

    [Fact]
    public void One_bad_snapshot_changes_nothing_at_all()
    {
        var existing = _registry.GetOrAdd("a");
        CircuitBreakerSnapshot[] bad = [Open("c") with { OpeningsInARow = -1 }, Open(" "), Open(null!), null!];

        foreach (var one in bad)
        {
            var restore = () => _registry.Restore([Open("a"), Open("b"), one]);
            restore.Should().Throw<ArgumentException>();
        }

        existing.State.Should().Be(CircuitState.Closed);
        _registry.GetOrAdd("b").State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Snapshots_come_in_the_order_of_names_with_those_that_still_wait()
    {
        var waiting = Open("b");
        _registry.Restore([waiting]);
        _registry.GetOrAdd("c");
        _registry.GetOrAdd("a");

        var taken = _registry.TakeSnapshots();

        taken.Select(s => s.Name).Should().Equal("a", "b", "c");
        taken[1].Should().BeSameAs(waiting, "a second restart before it is used must not forget it");
        _registry.GetOrAdd("b").State.Should().Be(CircuitState.Open);
        _registry.TakeSnapshots().Should().HaveCount(3);
    }

    [Fact]
    public void Whoever_gets_a_breaker_gets_the_one_that_was_restored()
    {
        for (var round = 0; round < 300; round++)
        {
            using var registry = new CircuitBreakerRegistry(timeProvider: _clock);
            registry.Restore([Open("a") with { Mode = CircuitMode.Isolated, BreakLeft = null, BreakDuration = null }]);
            var seen = new CircuitMode[8];

            InParallel(8, worker => seen[worker] = (worker % 4 == 3 ? registry.Find("a") : registry.GetOrAdd("a"))?.Mode ?? CircuitMode.Isolated);

            seen.Should().OnlyContain(mode => mode == CircuitMode.Isolated, "nobody calls through a breaker that is not yet what it was");
        }
    }

    [Fact]
    public void Restoring_and_making_at_once_loses_no_snapshot()
    {
        for (var round = 0; round < 200; round++)
        {
            using var registry = new CircuitBreakerRegistry(timeProvider: _clock);
            string[] names = ["a", "b", "c", "d"];

            InParallel(8, worker =>
            {
                if (worker == 0)
                {
                    registry.Restore(names.Select(Open));
                }
                else if (worker == 1)
                {
                    registry.TakeSnapshots().Select(s => s.Name).Should().OnlyHaveUniqueItems();
                }
                else
                {
                    registry.GetOrAdd(names[worker % 4]);
                }
            });

            names.Should().OnlyContain(name => registry.GetOrAdd(name).State == CircuitState.Open);
            names.Should().OnlyContain(name => registry.GetOrAdd(name).GetMetrics().Transitions.Count == 1, "each is brought back once");
        }
    }

    private static void InParallel(int workers, Action<int> work)
    {
        using var start = new Barrier(workers);
        var threads = Enumerable.Range(0, workers).Select(worker => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                work(worker);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(threads);
    }

    private CircuitBreakerSnapshot Open(string name) => new()
    {
        Name = name,
        TakenAt = _clock.GetUtcNow(),
        State = CircuitState.Open,
        BreakLeft = TimeSpan.FromSeconds(60),
        BreakDuration = TimeSpan.FromSeconds(60),
        OpeningsInARow = 1,
    };
}
