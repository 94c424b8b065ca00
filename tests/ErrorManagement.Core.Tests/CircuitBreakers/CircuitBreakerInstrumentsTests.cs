using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>S3.8, U18, U42: what breakers publish.</summary>
public sealed class CircuitBreakerInstrumentsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _provider;
    private readonly IMeterFactory _factory;
    private readonly ICircuitBreakerRegistry _registry;
    private readonly MeasurementRecorder _recorder;

    public CircuitBreakerInstrumentsTests()
    {
        _provider = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(_clock)
            .AddErrorManagementCore()
            .AddCircuitBreaker("payments", o => o.Metrics = CircuitMetricsLevel.Durations)
            .Services.BuildServiceProvider();
        _factory = _provider.GetRequiredService<IMeterFactory>();
        _registry = _provider.GetRequiredService<ICircuitBreakerRegistry>();
        _recorder = new MeasurementRecorder(_factory);
    }

    private ICircuitBreaker Payments => _registry.Find("payments")!;

    public void Dispose()
    {
        _recorder.Dispose();
        _provider.Dispose();
    }

    [Fact]
    public void Calls_are_told_by_outcome()
    {
        Fail(Payments, 5);
        _registry.GetOrAdd("stock").Execute(static () => 1);
        Payments.TryExecute(static () => 1).IsRejected.Should().BeTrue();

        _recorder.Read("circuit_breaker.calls").Should().BeEquivalentTo(new Dictionary<string, double>
        {
            ["circuit_breaker.name=payments, circuit_breaker.outcome=success"] = 0,
            ["circuit_breaker.name=payments, circuit_breaker.outcome=failure"] = 5,
            ["circuit_breaker.name=payments, circuit_breaker.outcome=ignored"] = 0,
            ["circuit_breaker.name=payments, circuit_breaker.outcome=rejected"] = 1,
            ["circuit_breaker.name=payments, circuit_breaker.outcome=late"] = 0,
            ["circuit_breaker.name=stock, circuit_breaker.outcome=success"] = 1,
            ["circuit_breaker.name=stock, circuit_breaker.outcome=failure"] = 0,
            ["circuit_breaker.name=stock, circuit_breaker.outcome=ignored"] = 0,
            ["circuit_breaker.name=stock, circuit_breaker.outcome=rejected"] = 0,
            ["circuit_breaker.name=stock, circuit_breaker.outcome=late"] = 0,
        });
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    public void A_counter_never_falls_and_loses_nothing_though_the_breaker_is_reset(int callsAfter, bool collectedBefore)
    {
        Succeed(Payments, 3);
        if (collectedBefore)
        {
            _recorder.Read("circuit_breaker.calls");
        }

        Payments.Reset();
        Succeed(Payments, callsAfter);

        _recorder.Read("circuit_breaker.calls")["circuit_breaker.name=payments, circuit_breaker.outcome=success"].Should().Be(3 + callsAfter);
        Payments.GetMetrics().SuccessfulCalls.Should().Be(callsAfter);
    }

    [Fact]
    public void The_failure_rate_starts_anew_with_a_reset()
    {
        Fail(Payments, 3);
        Payments.Reset();
        _recorder.Read("circuit_breaker.failure_rate").Should().BeEmpty();

        Succeed(Payments, 3);
        Fail(Payments, 1);

        _recorder.Read("circuit_breaker.failure_rate")[OfPayments].Should().Be(0.25);
    }

    [Fact]
    public void The_outcomes_of_one_collection_are_of_one_moment()
    {
        var breaker = (CircuitBreaker)Payments;
        using var told = new BreakerSeries(breaker).Calls(breaker).GetEnumerator();
        told.MoveNext();

        Succeed(Payments, 1);
        Fail(Payments, 1);

        do
        {
            told.Current.Value.Should().Be(0);
        }
        while (told.MoveNext());
    }

    [Fact]
    public void One_that_is_removed_is_told_of_no_longer_and_the_next_of_its_name_starts_anew()
    {
        var instruments = CircuitBreakerInstruments.Of(_factory);
        var (removed, kept) = (new CircuitBreaker("stock"), new CircuitBreaker("stock"));
        instruments.Add(removed);
        instruments.Add(kept);
        Succeed(removed, 3);

        instruments.Remove(removed);

        _recorder.Read("circuit_breaker.calls")["circuit_breaker.name=stock, circuit_breaker.outcome=success"].Should().Be(0);
        GC.KeepAlive((removed, kept));
    }

    [Fact]
    public void A_name_that_is_removed_and_made_again_has_one_series()
    {
        var held = Payments;
        Succeed(held, 3);
        _registry.Remove("payments");
        _recorder.Read("circuit_breaker.time_in_state").Should().BeEmpty("it works on for its holders, untold");

        Succeed(_registry.GetOrAdd("payments"), 1);

        var told = 0;
        _recorder.OnMeasured = () => told++;
        _recorder.Read("circuit_breaker.calls")["circuit_breaker.name=payments, circuit_breaker.outcome=success"].Should().Be(1);
        told.Should().Be(Enum.GetValues<CallOutcome>().Length + Enum.GetValues<CircuitState>().Length + Enum.GetValues<CircuitMode>().Length + 5, "two breakers would be told of twice");
        GC.KeepAlive(held);
    }

    [Fact]
    public void Durations_kept_at_another_metrics_level_are_told_of_no_longer()
    {
        TakeSeconds(Payments, 3);
        _recorder.Read("circuit_breaker.duration_p95")[OfPayments].Should().Be(3);

        var breaker = (CircuitBreaker)Payments;
        breaker.ApplyOptions(new CircuitBreakerOptions());

        new BreakerSeries(breaker).P95(breaker).Should().BeEmpty();
    }

    [Fact]
    public void A_registry_that_cannot_be_made_leaves_no_instruments_behind()
    {
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();

        var act = () => new CircuitBreakerRegistry(new CircuitBreakerOptions { FailureThreshold = 0 }, meterFactory: factory);

        act.Should().Throw<ArgumentException>();
        using var recorder = new MeasurementRecorder(factory);
        recorder.Instruments.Should().BeEmpty();
    }

    [Fact]
    public void A_breaker_that_counts_nothing_is_not_shown_as_one_without_calls()
    {
        _registry.Create("quiet", new CircuitBreakerOptions { Metrics = CircuitMetricsLevel.Minimal }).Execute(static () => 1);

        _recorder.Read("circuit_breaker.calls").Keys.Should().NotContain(k => k.Contains("quiet", StringComparison.Ordinal));
        _recorder.Read("circuit_breaker.state").Keys.Should().Contain(k => k.Contains("quiet", StringComparison.Ordinal));
    }

    [Fact]
    public void State_and_mode_are_a_series_a_value_of_which_one_is_1()
    {
        StateNow().Should().Be("closed");
        Fail(Payments, 5);
        StateNow().Should().Be("open");
        _clock.Advance(TimeSpan.FromSeconds(60));
        StateNow().Should().Be("half_open");
        ModeNow().Should().Be("automatic");

        Payments.UseMetricsOnly();

        ModeNow().Should().Be("metrics_only");
        _recorder.Read("circuit_breaker.state").Should().HaveCount(3);
        _recorder.Read("circuit_breaker.mode").Should().HaveCount(4);
    }

    [Fact]
    public void Gauges_say_what_the_breaker_says()
    {
        Succeed(Payments, 2);
        TakeSeconds(Payments, 3);
        Fail(Payments, 5);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Payments.TryEnter(out _).Should().BeTrue();
        _clock.Advance(TimeSpan.FromSeconds(7));

        _recorder.Read("circuit_breaker.failure_rate")[OfPayments].Should().Be(5.0 / 8);
        _recorder.Read("circuit_breaker.duration_p95")[OfPayments].Should().Be(3);
        _recorder.Read("circuit_breaker.consecutive_openings")[OfPayments].Should().Be(1);
        _recorder.Read("circuit_breaker.trials_in_flight")[OfPayments].Should().Be(1);
        _recorder.Read("circuit_breaker.time_in_state")[OfPayments].Should().Be(7);
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        _recorder.Read("circuit_breaker.failure_rate").Should().BeEmpty();
        _recorder.Read("circuit_breaker.duration_p95").Should().BeEmpty();
        _recorder.Read("circuit_breaker.transitions").Should().BeEmpty();
    }

    [Fact]
    public void Breakers_of_a_container_are_told_of_by_the_meter_of_its_factory_which_has_name_and_version()
    {
        var meter = _recorder.Instruments[0].Meter;

        meter.Name.Should().Be("ErrorManagement");
        meter.Version.Should().Be(typeof(CircuitBreaker).Assembly.GetName().Version!.ToString(3));
        meter.Scope.Should().BeSameAs(_factory);
        var name = $"contained {Guid.NewGuid()}"; // other tests have breakers of usual names in the process's meter
        _registry.GetOrAdd(name);
        using var other = new MeasurementRecorder();
        other.Read("circuit_breaker.state").Keys.Should().NotContain(k => k.Contains(name, StringComparison.Ordinal));
        _recorder.Read("circuit_breaker.state").Keys.Should().Contain(k => k.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Breakers_of_a_registry_without_a_factory_are_told_of_by_the_meter_of_the_process()
    {
        var registry = new CircuitBreakerRegistry();
        var name = $"own {Guid.NewGuid()}";
        registry.GetOrAdd(name);
        using var recorder = new MeasurementRecorder();

        recorder.Read("circuit_breaker.state").Should().ContainKey($"circuit_breaker.name={name}, circuit_breaker.state=closed");
        GC.KeepAlive(registry);
    }

    [Fact]
    public void Being_observed_keeps_no_breaker_alive_and_leaves_no_series_behind()
    {
        var prefix = $"gone {Guid.NewGuid()}";
        using var recorder = new MeasurementRecorder();
        MakeAndForget(prefix);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        recorder.Read("circuit_breaker.state").Keys.Should().NotContain(k => k.Contains(prefix, StringComparison.Ordinal));
    }

    [Fact]
    public void A_breaker_that_cannot_be_read_is_left_out_and_the_others_are_told_of()
    {
        var before = ErrorManagementDiagnostics.SwallowedFailures;
        var clock = new FailingClock();
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        var instruments = CircuitBreakerInstruments.Of(factory);
        var broken = instruments.Add(new CircuitBreaker("broken", timeProvider: clock));
        var sound = instruments.Add(new CircuitBreaker("sound"));
        using var recorder = new MeasurementRecorder(factory);
        clock.Fails = true;

        recorder.Read("circuit_breaker.time_in_state").Keys.Should().Equal("circuit_breaker.name=sound");
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(before);
        GC.KeepAlive((broken, sound));
    }

    private const string OfPayments = "circuit_breaker.name=payments";

    private static void Succeed(ICircuitBreaker breaker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            breaker.Execute(static () => 1);
        }
    }

    private static void Fail(ICircuitBreaker breaker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            breaker.TryExecute<int>(static () => throw new TimeoutException());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndForget(string prefix)
    {
        var registry = new CircuitBreakerRegistry();
        for (var i = 0; i < 10; i++)
        {
            registry.GetOrAdd($"{prefix} {i}");
        }
    }

    private void TakeSeconds(ICircuitBreaker breaker, int seconds) => breaker.Execute(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return 1;
    });

    private string StateNow() => The1Of("circuit_breaker.state");

    private string ModeNow() => The1Of("circuit_breaker.mode");

    private string The1Of(string instrument) =>
        _recorder.Read(instrument).Where(m => m.Key.StartsWith(OfPayments, StringComparison.Ordinal)).Should().ContainSingle(m => m.Value == 1).Which.Key.Split('=')[^1];

    private sealed class FailingClock : TimeProvider
    {
        public bool Fails { get; set; }

        public override long GetTimestamp() => Fails ? throw new InvalidOperationException("no time") : base.GetTimestamp();
    }
}
