using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerPartitionsEvictionTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Beyond_the_bound_the_least_recently_used_goes_and_only_that()
    {
        var hosts = Make(3);
        Use(hosts, "a", "b", "c", "a");

        Use(hosts, "d");

        Keys(hosts).Should().Equal("a", "c", "d");
        hosts.Count.Should().Be(3);
        hosts.GetMetrics().Should().Match<CircuitPartitionMetrics<string>>(m => m.Evicted == 1 && m.EvictedIdle == 0 && m.EvictedProtecting == 0 && m.Created == 4);
    }

    [Fact]
    public void Looking_is_no_use()
    {
        var hosts = Make(2);
        Use(hosts, "a", "b");

        hosts.Find("a");
        _ = hosts.ToArray();
        hosts.GetMetrics();
        Use(hosts, "c");

        Keys(hosts).Should().Equal("b", "c");
    }

    [Fact]
    public void Of_those_used_at_the_same_moment_the_older_goes()
    {
        var hosts = Make(2);
        foreach (var key in new[] { "a", "b", "c" })
        {
            hosts.GetOrAdd(key);
        }

        Keys(hosts).Should().Equal("b", "c");
    }

    [Fact]
    public void An_evicted_breaker_works_on_for_its_holder_and_the_key_starts_anew()
    {
        var hosts = Make(1);
        var held = hosts.GetOrAdd("a");
        Use(hosts, "b");

        held.Enter().Fail();

        held.State.Should().Be(CircuitState.Open);
        hosts.GetOrAdd("a").Should().NotBeSameAs(held).And.Match<CircuitBreaker>(b => b.State == CircuitState.Closed);
        Keys(hosts).Should().Equal("a");
    }

    public static TheoryData<Action<CircuitBreaker>> Protecting { get; } = new()
    {
        b => b.Enter().Fail(),
        b => b.Isolate(),
        b => b.Disable(),
        b => b.UseMetricsOnly(),
    };

    [Theory]
    [MemberData(nameof(Protecting))]
    public void One_that_is_not_closed_and_automatic_goes_last(Action<CircuitBreaker> protect)
    {
        var hosts = Make(2);
        protect(hosts.GetOrAdd("protecting"));

        for (var i = 0; i < 20; i++)
        {
            Use(hosts, $"key {i}");
        }

        Keys(hosts).Should().Equal("key 19", "protecting");
        hosts.GetMetrics().EvictedProtecting.Should().Be(0);
    }

    [Fact]
    public void One_that_waits_for_its_trial_goes_last_too()
    {
        var hosts = Make(2);
        hosts.GetOrAdd("half-open").Enter().Fail();
        _clock.Advance(TimeSpan.FromSeconds(60));

        Use(hosts, "a", "b");

        hosts.Find("half-open")!.State.Should().Be(CircuitState.HalfOpen);
        Keys(hosts).Should().Equal("b", "half-open");
    }

    [Fact]
    public void When_all_protect_the_least_recently_used_of_them_goes_and_the_log_says_so_now_and_then()
    {
        using var log = new RecordingLogger();
        var hosts = Make(3, log: log);
        for (var i = 0; i < 13; i++)
        {
            hosts.GetOrAdd($"{i:00}").Enter().Fail();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Keys(hosts).Should().Equal("10", "11", "12");
        hosts.GetMetrics().Should().Match<CircuitPartitionMetrics<string>>(m => m.Evicted == 10 && m.EvictedProtecting == 10);
        log.Warnings.Where(w => w.StartsWith("Partitions", StringComparison.Ordinal)).Should().HaveCount(4, "the first, the second, the fourth and the eighth are told").And.OnlyContain(w => w.Contains("MaxPartitions (3)"));
    }

    [Fact]
    public void One_that_has_recovered_goes_like_any_other()
    {
        var hosts = Make(4);
        hosts.GetOrAdd("recovered").Isolate();
        Use(hosts, "a", "b", "c", "d");
        hosts.Find("recovered")!.Reset();

        Use(hosts, "e", "f");

        Keys(hosts).Should().NotContain("recovered").And.HaveCount(4);
        hosts.GetMetrics().EvictedProtecting.Should().Be(0);
    }

    [Fact]
    public void Idle_ones_go_when_another_key_comes_and_not_before()
    {
        var hosts = Make(10);
        Use(hosts, "a", "b");
        _clock.Advance(Idle - TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        hosts.GetOrAdd("b");
        Use(hosts, "c");
        Keys(hosts).Should().Equal("a", "b", "c");

        Use(hosts, "d");

        Keys(hosts).Should().Equal("b", "c", "d");
        hosts.GetMetrics().Should().Match<CircuitPartitionMetrics<string>>(m => m.Evicted == 1 && m.EvictedIdle == 1);
        _clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public void One_that_comes_back_in_time_keeps_its_breaker_however_long_it_was_idle()
    {
        var hosts = Make(10);
        var breaker = hosts.GetOrAdd("a");

        _clock.Advance(Idle * 5);

        hosts.GetOrAdd("a").Should().BeSameAs(breaker);
        Use(hosts, "b");
        hosts.Find("a").Should().BeSameAs(breaker, "it was just used");
    }

    [Fact]
    public void Idle_ones_can_be_evicted_at_once_but_not_what_protects()
    {
        var hosts = Make(100);
        Enumerable.Range(0, 50).ToList().ForEach(i => hosts.GetOrAdd($"{i}"));
        hosts.GetOrAdd("open").Enter().Fail();
        hosts.GetOrAdd("was open").Isolate();
        hosts.EvictIdle().Should().Be(0);
        _clock.Advance(Idle);
        hosts.Find("was open")!.Reset();

        hosts.EvictIdle().Should().Be(51);

        Keys(hosts).Should().Equal("open");
        hosts.Count.Should().Be(1);
    }

    [Fact]
    public void Many_idle_ones_go_over_several_additions_so_that_none_pays_for_all()
    {
        var hosts = Make(1_000);
        Enumerable.Range(0, 100).ToList().ForEach(i => hosts.GetOrAdd($"{i}"));
        _clock.Advance(Idle);

        hosts.GetOrAdd("first");
        hosts.Count.Should().Be(100 - 16 + 1);
        Enumerable.Range(0, 10).ToList().ForEach(i => hosts.GetOrAdd($"next {i}"));

        hosts.Count.Should().Be(11);
    }

    [Fact]
    public void Without_an_idle_time_out_only_the_bound_evicts()
    {
        var hosts = new CircuitBreakerPartitions<string>("hosts", partitionOptions: new() { IdleTimeout = null }, timeProvider: _clock);
        hosts.GetOrAdd("a");

        _clock.Advance(TimeSpan.FromDays(1_000));
        hosts.GetOrAdd("b");

        hosts.EvictIdle().Should().Be(0);
        hosts.Count.Should().Be(2);
    }

    [Fact]
    public void Keys_that_are_removed_and_come_again_leave_nothing_behind()
    {
        var hosts = Make(100);
        var gone = RemoveMany(hosts);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        gone.Count(w => w.IsAlive).Should().BeLessThan(50, "what has left is forgotten by the queue as well");
        hosts.Count.Should().Be(0);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference[] RemoveMany(CircuitBreakerPartitions<string> hosts) => [.. Enumerable.Range(0, 1_000).Select(_ =>
        {
            var breaker = new WeakReference(hosts.GetOrAdd("a"));
            hosts.Remove("a");
            return breaker;
        })];
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 40)]
    public void Whatever_is_asked_for_and_removed_those_used_last_are_there(int seed, int most)
    {
        // Compared with a list that is kept in order by hand.
        var random = new Random(seed);
        var keys = new CircuitBreakerPartitions<int>("keys", partitionOptions: new() { MaxPartitions = most, IdleTimeout = null }, timeProvider: _clock);
        var expected = new List<int>();
        for (var step = 0; step < 2_000; step++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            var key = random.Next(most * 2);
            expected.Remove(key);
            if (random.Next(5) == 0)
            {
                keys.Remove(key);
            }
            else
            {
                keys.GetOrAdd(key);
                expected.Add(key);
                expected.RemoveRange(0, Math.Max(0, expected.Count - most));
            }

            keys.Count.Should().Be(expected.Count);
            keys.Select(p => p.Key).ToHashSet().SetEquals(expected).Should().BeTrue("step {0} of seed {1}", step, seed);
        }
    }

    [ReleaseFact]
    public void Asking_for_a_known_key_allocates_nothing()
    {
        var hosts = new CircuitBreakerPartitions<string>("hosts");
        var numbers = new CircuitBreakerPartitions<long>("numbers");
        hosts.GetOrAdd("a");
        numbers.GetOrAdd(1);

        var least = long.MaxValue;
        for (var round = 0; round < 20 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                hosts.GetOrAdd("a");
                numbers.GetOrAdd(1);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(50, 2_000)]
    public void Many_threads_and_far_more_keys_than_room_keep_the_bound(int most, int keys)
    {
        const int Threads = 8, Steps = 20_000;
        var hosts = new CircuitBreakerPartitions<int>("hosts", partitionOptions: new() { MaxPartitions = most, IdleTimeout = null });
        var above = 0L;

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < Steps; i++)
            {
                hosts.GetOrAdd(random.Next(keys));
                if (i % 11 == 0)
                {
                    hosts.Remove(random.Next(keys));
                }

                // Counted, not enumerated: going through them without a lock meets keys that have left since and those that came for them.
                if (i % 500 == 0 && hosts.Count > most + Threads)
                {
                    Interlocked.Increment(ref above);
                }
            }
        });

        above.Should().Be(0, "at most those that are just being taken out are above the bound");
        var metrics = hosts.GetMetrics(int.MaxValue);
        hosts.Count.Should().BeLessThanOrEqualTo(most).And.Be(hosts.ToArray().Length).And.Be(metrics.TotalPartitions);
        hosts.Should().OnlyContain(p => ReferenceEquals(hosts.Find(p.Key), p.Value));
    }

    [Fact]
    public void Below_the_bound_many_threads_get_one_breaker_a_key_and_no_call_is_lost()
    {
        const int Keys = 100, Steps = 4_000;
        var hosts = new CircuitBreakerPartitions<int>("hosts");

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < Steps; i++)
            {
                hosts.GetOrAdd((i + worker) % Keys).Execute(static (value, _) => value, 1);
            }
        });

        hosts.GetMetrics().Should().Match<CircuitPartitionMetrics<int>>(m => m.TotalPartitions == Keys && m.Created == Keys && m.Evicted == 0 && m.TotalCalls == 8 * Steps);
    }

    [Fact]
    public void The_hosts_clock_is_never_read_while_others_have_to_wait()
    {
        var clock = new AskedClock();
        var hosts = Make(2, time: clock);
        Use(hosts, "a", "b");
        var reads = 0;
        clock.OnRead = Look;

        Use(hosts, "c");
        hosts.EvictIdle();

        reads.Should().BePositive();

        void Look()
        {
            reads++;
            clock.OnRead = null;
            var other = new Thread(() => hosts.GetMetrics(0));
            other.Start();
            other.Join(TimeSpan.FromSeconds(5)).Should().BeTrue("the clock is read outside of the lock");
            clock.OnRead = Look;
        }
    }

    private CircuitBreakerPartitions<string> Make(int most, RecordingLogger? log = null, TimeProvider? time = null) => new(
        "hosts",
        new CircuitBreakerOptions { FailureThreshold = 1 },
        new CircuitPartitionOptions { MaxPartitions = most, IdleTimeout = Idle },
        timeProvider: time ?? _clock,
        logger: log);

    /// <summary>Asks for keys, a second apart.</summary>
    private void Use(CircuitBreakerPartitions<string> hosts, params string[] keys)
    {
        foreach (var key in keys)
        {
            hosts.GetOrAdd(key);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static IEnumerable<string> Keys(CircuitBreakerPartitions<string> hosts) => hosts.Select(p => p.Key).Order(StringComparer.Ordinal);

    /// <summary>A clock that runs a test's code when it is read.</summary>
    private sealed class AskedClock : TimeProvider
    {
        public Action? OnRead { get; set; }

        public override long GetTimestamp()
        {
            OnRead?.Invoke();
            return 1;
        }
    }
}
