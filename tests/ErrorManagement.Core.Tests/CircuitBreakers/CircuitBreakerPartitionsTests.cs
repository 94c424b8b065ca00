using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerPartitionsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_same_key_gives_the_same_breaker_and_looking_makes_none()
    {
        var hosts = Make();

        hosts.Find("a").Should().BeNull();
        var made = hosts.GetOrAdd("a");

        hosts.GetOrAdd("a").Should().BeSameAs(made);
        hosts.Find("a").Should().BeSameAs(made);
        hosts.GetOrAdd("b").Should().NotBeSameAs(made);
        hosts.Count.Should().Be(2);
    }

    [Fact]
    public void One_key_fails_and_the_others_go_on()
    {
        var hosts = Make();

        hosts.GetOrAdd("a").Enter().Fail();

        hosts.GetOrAdd("a").State.Should().Be(CircuitState.Open);
        hosts.GetOrAdd("b").State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Keys_are_equal_when_the_comparer_says_so()
    {
        var hosts = new CircuitBreakerPartitions<string>("hosts", comparer: StringComparer.OrdinalIgnoreCase);

        hosts.GetOrAdd("API.example").Should().BeSameAs(hosts.GetOrAdd("api.example"));
    }

    [Fact]
    public void A_null_key_is_refused()
    {
        var hosts = Make();

        foreach (var act in new Action[] { () => hosts.GetOrAdd(null!), () => hosts.Find(null!), () => hosts.Remove(null!) })
        {
            act.Should().Throw<ArgumentNullException>().Which.ParamName.Should().Be("key");
        }
    }

    [Fact]
    public void A_key_gets_into_no_name_unless_the_host_says_so()
    {
        var sink = Substitute.For<IErrorSink>();
        var quiet = new CircuitBreakerPartitions<string>("tenants", new CircuitBreakerOptions { FailureThreshold = 1 }, sink: sink);
        var named = new CircuitBreakerPartitions<string>("hosts", naming: host => $"gateway {host}");

        quiet.GetOrAdd("secret").Enter().Fail();
        var act = () => quiet.GetOrAdd("secret").Enter();

        act.Should().Throw<CircuitOpenException>().Which.ToString().Should().Contain("tenants").And.NotContain("secret");
        ((ErrorOccurrence)sink.ReceivedCalls().First(c => c.GetMethodInfo().Name == nameof(IErrorSink.Report)).GetArguments()[0]!).Component.Should().Be("tenants");
        named.GetOrAdd("eu").Name.Should().Be("gateway eu");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Naming_that_names_nothing_leaves_the_name_of_the_partitions(string? name) =>
        new CircuitBreakerPartitions<string>("hosts", naming: _ => name!).GetOrAdd("a").Name.Should().Be("hosts");

    [Fact]
    public void Naming_that_throws_stops_no_call_and_is_counted()
    {
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        new CircuitBreakerPartitions<string>("hosts", naming: _ => throw new InvalidOperationException()).GetOrAdd("a").Name.Should().Be("hosts");

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
    }

    [Fact]
    public void A_removed_breaker_works_on_for_its_holders_and_the_key_gets_a_new_one()
    {
        var hosts = Make();
        var held = hosts.GetOrAdd("a");

        hosts.Remove("a").Should().BeTrue();
        hosts.Remove("a").Should().BeFalse();
        held.Enter().Fail();

        held.State.Should().Be(CircuitState.Open);
        hosts.Count.Should().Be(0);
        hosts.GetOrAdd("a").Should().NotBeSameAs(held).And.Match<CircuitBreaker>(b => b.State == CircuitState.Closed);
    }

    [Fact]
    public void Reset_reaches_all_and_all_can_be_enumerated()
    {
        var hosts = Make();
        hosts.GetOrAdd("a").Isolate();
        hosts.GetOrAdd("b").Enter().Fail();

        hosts.ResetAll();

        hosts.Select(p => p.Key).Should().BeEquivalentTo("a", "b");
        hosts.Should().OnlyContain(p => p.Value.State == CircuitState.Closed && p.Value.Mode == CircuitMode.Automatic);
    }

    [Fact]
    public void Metrics_sum_over_all_and_show_those_that_tell_most()
    {
        var hosts = Make(o => o.FailureThreshold = 3);
        hosts.GetOrAdd("quiet").Enter().Succeed();
        Fail(hosts.GetOrAdd("failing"), 2);
        Fail(hosts.GetOrAdd("open"), 3);
        hosts.GetOrAdd("open").TryEnter(out _).Should().BeFalse();
        hosts.GetOrAdd("isolated").Isolate();
        Fail(hosts.GetOrAdd("half-open"), 3);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Fail(hosts.GetOrAdd("open"), 1);

        var metrics = hosts.GetMetrics(4);

        (metrics.Name, metrics.TotalPartitions, metrics.MaxPartitions, metrics.Created).Should().Be(("hosts", 5, 1_000, 5));
        (metrics.OpenPartitions, metrics.HalfOpenPartitions, metrics.ClosedPartitions).Should().Be((2, 1, 2));
        (metrics.TotalCalls, metrics.TotalFailures, metrics.TotalRejections).Should().Be((10, 9, 1));
        metrics.Partitions.Select(p => p.Key).Should().Equal("open", "half-open", "isolated", "failing");
        metrics.Partitions[0].Value.FailedCalls.Should().Be(4);
        hosts.GetMetrics(0).Partitions.Should().BeEmpty();
        hosts.GetMetrics(0).TotalPartitions.Should().Be(5);
    }

    [Fact]
    public void A_negative_number_of_partitions_to_show_is_refused()
    {
        var act = () => Make().GetMetrics(-1);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    [Behaviour("X27")]
    public void Changed_settings_reach_those_that_are_there_and_those_that_come()
    {
        var settings = new SettableOptionsMonitor();
        settings.Set("hosts", 3);
        var hosts = new CircuitBreakerPartitions<string>("hosts", settings.Get("hosts"));
        hosts.Follow(new ConfiguredBreakerOptions(settings));
        var before = hosts.GetOrAdd("before");
        before.Enter().Fail();

        settings.Set("hosts", 2);
        settings.Announce("hosts");
        settings.Set("hosts", 9);
        settings.Announce("others");

        before.Options.FailureThreshold.Should().Be(2);
        before.GetMetrics().FailedCalls.Should().Be(1, "state and counts stay");
        hosts.GetOrAdd("after").Options.FailureThreshold.Should().Be(2);

        settings.Announce("");

        before.Options.FailureThreshold.Should().Be(9);
    }

    [Fact]
    [Behaviour("X27")]
    public void Wrong_settings_are_refused_and_a_change_before_anybody_listened_is_found()
    {
        var settings = new SettableOptionsMonitor();
        using var log = new RecordingLogger();
        var hosts = new CircuitBreakerPartitions<string>("hosts", settings.Get("hosts"));
        settings.Set("hosts", 3);

        hosts.Follow(new ConfiguredBreakerOptions(settings, logger: log));
        settings.Set("hosts", 0);
        settings.Announce("hosts");

        hosts.GetOrAdd("a").Options.FailureThreshold.Should().Be(3);
        log.Errors.Should().ContainSingle().Which.Should().Contain("FailureThreshold must be at least 1; it is 0");
    }

    private CircuitBreakerPartitions<string> Make(Action<CircuitBreakerOptions>? configure = null)
    {
        var options = new CircuitBreakerOptions { FailureThreshold = 1 };
        configure?.Invoke(options);
        return new CircuitBreakerPartitions<string>("hosts", options, timeProvider: _clock);
    }

    private static void Fail(CircuitBreaker breaker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            breaker.Enter().Fail(new TimeoutException());
        }
    }
}
