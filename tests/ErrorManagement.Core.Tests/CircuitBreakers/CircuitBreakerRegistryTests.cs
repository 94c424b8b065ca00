using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerRegistryTests : IDisposable
{
    private readonly CircuitBreakerRegistry _registry = new();

    public void Dispose() => _registry.Dispose();

    [Fact]
    [Behaviour("U19")]
    public void The_same_name_gives_the_same_object_and_asking_makes_none()
    {
        _registry.Find("a").Should().BeNull();
        _registry.All.Should().BeEmpty();

        var made = _registry.GetOrAdd("a");

        _registry.GetOrAdd("a").Should().BeSameAs(made);
        _registry.Find("a").Should().BeSameAs(made);
        _registry.Find("A").Should().BeNull();
    }

    [Fact]
    [Behaviour("U19", "S3.10")]
    public void Creating_a_name_twice_is_an_error_that_names_it()
    {
        _registry.Create("a");

        var act = () => _registry.Create("a");

        act.Should().Throw<ArgumentException>().WithMessage("*'a'*");
    }

    [Fact]
    [Behaviour("B29")]
    public void Other_settings_for_an_existing_name_are_an_error_and_equal_ones_are_not()
    {
        var made = _registry.GetOrAdd("a", new CircuitBreakerOptions { FailureThreshold = 2 });

        var act = () => _registry.GetOrAdd("a", new CircuitBreakerOptions { FailureThreshold = 3 });

        act.Should().Throw<ArgumentException>().WithMessage("*'a'*other settings*");
        _registry.GetOrAdd("a", new CircuitBreakerOptions { FailureThreshold = 2 }).Should().BeSameAs(made);
        _registry.GetOrAdd("a").Should().BeSameAs(made);
    }

    public static TheoryData<Func<CircuitBreakerOptions>, Func<CircuitBreakerOptions>> WrittenTwice { get; } = new()
    {
        { () => Judged(Below0), () => Judged(v => v < 1 ? CircuitVerdict.Failure : CircuitVerdict.Success) },
        { () => Judged(Below0), () => new CircuitBreakerOptions().JudgeResult<object>(_ => CircuitVerdict.Success) },
        { () => Paced(BreakerPacing.Exponential()), () => Paced(BreakerPacing.Exponential(multiplier: 3)) },
        { () => Paced(BreakerPacing.Adaptive()), () => Paced(BreakerPacing.Adaptive(minimumSuccessRate: 0.2)) },
        { () => Paced(BreakerPacing.From(OneSecond)), () => Paced(BreakerPacing.From(_ => TimeSpan.FromSeconds(1))) },
        { () => Paced(BreakerPacing.Exponential()), () => Paced(BreakerPacing.Adaptive()) },
        { () => Paced(BreakerPacing.Exponential()), () => new CircuitBreakerOptions() },
    };

    [Theory]
    [Behaviour("B29")]
    [MemberData(nameof(WrittenTwice))]
    public void Settings_with_a_judge_or_a_pacing_are_the_same_when_they_are_written_twice(Func<CircuitBreakerOptions> settings, Func<CircuitBreakerOptions> others)
    {
        var made = _registry.GetOrAdd("a", settings());

        _registry.GetOrAdd("a", settings()).Should().BeSameAs(made);

        FluentActions.Invoking(() => _registry.GetOrAdd("a", others())).Should().Throw<ArgumentException>().WithMessage("*other settings*");
    }

    [Fact]
    public void A_pacing_of_the_hosts_own_is_compared_by_reference_and_its_code_is_not_asked()
    {
        var pacing = new OwnPacing();
        var made = _registry.GetOrAdd("a", Paced(pacing));

        _registry.GetOrAdd("a", Paced(pacing)).Should().BeSameAs(made);

        FluentActions.Invoking(() => _registry.GetOrAdd("a", Paced(new OwnPacing()))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _registry.GetOrAdd("a", Paced(BreakerPacing.Exponential()))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void No_settings_may_be_given_as_null()
    {
        using var registry = new CircuitBreakerRegistry(null);

        registry.GetOrAdd("a").Mode.Should().Be(CircuitMode.Automatic);
        FluentActions.Invoking(() => new CircuitBreakerRegistry(defaults: null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    [Behaviour("S3.10")]
    public void Metrics_and_reset_reach_all()
    {
        _registry.Create("a").Isolate();
        _registry.Create("b").Execute(static (_, _) => 1, 0);

        _registry.GetMetrics().Should().Match<CircuitRegistryMetrics>(m => m.TotalBreakers == 2 && m.OpenBreakers == 1 && m.ClosedBreakers == 1 && m.TotalCalls == 1);
        _registry.ResetAll();

        _registry.GetMetrics().OpenBreakers.Should().Be(0);
        _registry.All.Select(b => b.Name).Should().Equal("a", "b");
    }

    [Fact]
    [Behaviour("S3.10")]
    public void The_sums_are_those_of_the_breakers_in_the_same_snapshot()
    {
        _registry.Create("isolated").Isolate();
        _registry.Find("isolated")!.TryEnter(out _).Should().BeFalse();
        var failing = _registry.Create("failing", new CircuitBreakerOptions { FailureThreshold = 2 });
        failing.Enter().Fail();
        failing.Enter().Fail();
        failing.TryEnter(out _).Should().BeFalse();
        _registry.Create("good").Execute(static (_, _) => 1, 0);

        var metrics = _registry.GetMetrics();
        _registry.ResetAll();

        (metrics.TotalBreakers, metrics.OpenBreakers, metrics.HalfOpenBreakers, metrics.ClosedBreakers).Should().Be((3, 2, 0, 1));
        (metrics.TotalCalls, metrics.TotalFailures, metrics.TotalRejections).Should().Be((3, 2, 2));
    }

    [Fact]
    public void It_is_enumerated_by_name()
    {
        _registry.GetOrAdd("b");
        _registry.GetOrAdd("a");

        _registry.Select(b => b.Name).Should().Equal("a", "b");
        _registry.All.Should().Equal(_registry);
    }

    [Fact]
    public void A_removed_breaker_works_on_for_its_holders_and_the_name_is_free()
    {
        var removed = _registry.GetOrAdd("a");
        removed.Isolate();

        _registry.Remove("a").Should().BeTrue();
        _registry.Remove("a").Should().BeFalse();

        removed.TryEnter(out _).Should().BeFalse();
        _registry.Should().BeEmpty();
        _registry.Create("a").Should().NotBeSameAs(removed).And.Match<ICircuitBreaker>(b => b.Mode == CircuitMode.Automatic);
    }

    [Fact]
    public void Settings_of_all_names_apply_unless_a_name_comes_with_its_own()
    {
        using var registry = new CircuitBreakerRegistry(new CircuitBreakerOptions { FailureThreshold = 1 });
        var (plain, own) = (registry.GetOrAdd("plain"), registry.GetOrAdd("own", new CircuitBreakerOptions()));

        plain.Enter().Fail();
        own.Enter().Fail();

        (plain.State, own.State).Should().Be((CircuitState.Open, CircuitState.Closed));
    }

    [Fact]
    public void Wrong_settings_of_all_names_are_found_where_they_are_written()
    {
        var act = () => new CircuitBreakerRegistry(new CircuitBreakerOptions { FailureThreshold = 0 });

        act.Should().Throw<ArgumentException>().WithMessage("*FailureThreshold must be at least 1; it is 0*");
    }

    [Fact]
    [Behaviour("S3.10")]
    public void There_is_one_registry_for_the_whole_process()
    {
        CircuitBreakerRegistry.Shared.Should().BeSameAs(CircuitBreakerRegistry.Shared);
        var name = Guid.NewGuid().ToString();
        var breaker = CircuitBreakerRegistry.Shared.GetOrAdd(name);

        CircuitBreakerRegistry.Shared.Dispose();

        CircuitBreakerRegistry.Shared.Find(name).Should().BeSameAs(breaker);
        CircuitBreakerRegistry.Shared.Remove(name).Should().BeTrue();
    }

    [Fact]
    public void Many_threads_that_ask_for_a_name_at_once_get_one_object()
    {
        var found = new ICircuitBreaker[64];

        Parallel.For(0, found.Length, i => found[i] = _registry.GetOrAdd("shared"));

        found.Distinct().Should().ContainSingle();
    }

    private static CircuitVerdict Below0(int value) => value < 0 ? CircuitVerdict.Failure : CircuitVerdict.Success;

    private static TimeSpan OneSecond(CircuitOpening opening) => TimeSpan.FromSeconds(1);

    private static CircuitBreakerOptions Judged(Func<int, CircuitVerdict> judge) => new CircuitBreakerOptions().JudgeResult(judge);

    private static CircuitBreakerOptions Paced(IBreakerPacing pacing) => new() { Pacing = pacing };

    private sealed class OwnPacing : IBreakerPacing
    {
        public TimeSpan GetBreakDuration(CircuitOpening opening) => TimeSpan.FromSeconds(1);

        public override bool Equals(object? obj) => throw new NotSupportedException("not to be asked under a lock");

        public override int GetHashCode() => 0;
    }
}
