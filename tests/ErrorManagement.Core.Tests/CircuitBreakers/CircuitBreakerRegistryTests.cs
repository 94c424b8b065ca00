using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerRegistryTests
{
    private readonly CircuitBreakerRegistry _registry = new();

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
    public void Many_threads_that_ask_for_a_name_at_once_get_one_object()
    {
        var found = new ICircuitBreaker[64];

        Parallel.For(0, found.Length, i => found[i] = _registry.GetOrAdd("shared"));

        found.Distinct().Should().ContainSingle();
    }
}
