using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>X27: settings that change reach the breakers that were made with them, and nobody else.</summary>
public sealed class CircuitBreakerRegistryReloadTests : IDisposable
{
    private readonly SettableOptionsMonitor _settings = new();
    private readonly RecordingLogger _log = new();
    private readonly CircuitBreakerRegistry _registry;

    public CircuitBreakerRegistryReloadTests() => _registry = new CircuitBreakerRegistry(_settings, loggerFactory: _log);

    public void Dispose()
    {
        _registry.Dispose();
        _log.Dispose();
    }

    [Fact]
    [Behaviour("X27")]
    public void A_change_reaches_the_breaker_of_its_name_once_and_no_other()
    {
        _settings.Set("a", 2);
        _settings.Set("b", 2);
        var (a, b) = (_registry.GetOrAdd("a"), _registry.GetOrAdd("b"));
        var (settingsOfA, settingsOfB) = (Settings(a), Settings(b));

        _settings.Set("a", 7);
        _settings.Set("b", 8);
        _settings.Announce("a");
        var changed = Settings(a);
        _settings.Announce("a");

        settingsOfA.FailureThreshold.Should().Be(2);
        changed.FailureThreshold.Should().Be(7);
        Settings(a).Should().BeSameAs(changed, "the same settings are not applied again");
        Settings(b).Should().BeSameAs(settingsOfB, "only a has changed, as far as anybody was told");
    }

    [Fact]
    [Behaviour("X27")]
    public void A_pacing_and_a_judge_that_are_made_again_are_no_change()
    {
        static CircuitBreakerOptions Configure() => new CircuitBreakerOptions { Pacing = BreakerPacing.Exponential() }.JudgeResult<int>(static _ => CircuitVerdict.Success);
        _settings.Set("a", Configure());
        var a = _registry.GetOrAdd("a");
        _settings.Announce("a");
        var before = Settings(a);

        _settings.Set("a", Configure());
        _settings.Announce("a");

        Settings(a).Should().BeSameAs(before);
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData("")]
    [InlineData(null)]
    public void A_change_of_the_unnamed_settings_is_a_change_of_all(string? name)
    {
        var (a, b) = (_registry.GetOrAdd("a"), _registry.GetOrAdd("b"));
        _settings.Set("a", 7);
        _settings.Set("b", 8);

        _settings.Announce(name);

        (Settings(a).FailureThreshold, Settings(b).FailureThreshold).Should().Be((7, 8));
    }

    [Fact]
    public void A_breaker_made_with_its_own_settings_keeps_them()
    {
        var own = _registry.Create("a", new CircuitBreakerOptions { FailureThreshold = 3 });

        _settings.Set("a", 7);
        _settings.Announce("a");
        _settings.Announce("");

        Settings(own).FailureThreshold.Should().Be(3);
    }

    [Fact]
    [Behaviour("X27")]
    public void State_and_mode_stay()
    {
        _settings.Set("a", 1);
        var (open, isolated) = (_registry.GetOrAdd("a"), _registry.GetOrAdd("b"));
        open.Enter().Fail();
        isolated.Isolate();

        _settings.Set("a", 7);
        _settings.Set("b", 7);
        _settings.Announce("");

        Settings(open).FailureThreshold.Should().Be(7);
        open.State.Should().Be(CircuitState.Open);
        open.GetMetrics().FailedCalls.Should().Be(1);
        isolated.Mode.Should().Be(CircuitMode.Isolated);
    }

    [Fact]
    [Behaviour("X27")]
    public void Wrong_settings_are_refused_and_logged_and_the_next_right_ones_are_taken()
    {
        _settings.Set("a", 2);
        var breaker = _registry.GetOrAdd("a");

        _settings.Set("a", 0);
        _settings.Announce("a");

        Settings(breaker).FailureThreshold.Should().Be(2);
        _log.Errors.Should().ContainSingle().Which.Should().Contain("'a'").And.Contain("FailureThreshold must be at least 1; it is 0");

        _settings.Set("a", 3);
        _settings.Announce("a");

        Settings(breaker).FailureThreshold.Should().Be(3);
    }

    [Fact]
    [Behaviour("X27")]
    public void Settings_that_cannot_be_read_are_logged_and_the_next_right_ones_are_taken()
    {
        var breaker = _registry.GetOrAdd("a");
        _settings.Set("a", 3);

        _settings.Failure = new InvalidOperationException("cannot be bound");
        _settings.Announce("a");
        _settings.Failure = null;

        Settings(breaker).FailureThreshold.Should().Be(5);
        _log.Errors.Should().ContainSingle().Which.Should().Contain("cannot be bound");

        _settings.Announce("a");

        Settings(breaker).FailureThreshold.Should().Be(3);
    }

    [Fact]
    public void A_change_while_the_breaker_is_made_is_not_lost()
    {
        _settings.Set("a", 2);
        _settings.AfterNextRead = () =>
        {
            _settings.Set("a", 7);
            _settings.Announce("a");
        };

        var breaker = _registry.GetOrAdd("a");

        Settings(breaker).FailureThreshold.Should().Be(7);
    }

    [Fact]
    public void Of_two_reloads_at_once_the_older_settings_do_not_win()
    {
        var breaker = _registry.GetOrAdd("a");
        _settings.Set("a", 2);
        _settings.AfterNextRead = () =>
        {
            // The first reload has read 2 and comes second.
            _settings.Set("a", 7);
            _settings.Announce("a");
        };

        _settings.Announce("a");

        Settings(breaker).FailureThreshold.Should().Be(7);
    }

    [Fact]
    [Behaviour("B29")]
    public void Asking_with_settings_compares_them_with_those_of_now()
    {
        var breaker = _registry.GetOrAdd("a");
        _settings.Set("a", 7);
        _settings.Announce("a");

        var act = () => _registry.GetOrAdd("a", new CircuitBreakerOptions());

        _registry.GetOrAdd("a", new CircuitBreakerOptions { FailureThreshold = 7 }).Should().BeSameAs(breaker);
        act.Should().Throw<ArgumentException>().WithMessage("*'a'*other settings*");
    }

    [Fact]
    public void A_removed_breaker_hears_of_no_change()
    {
        var removed = _registry.GetOrAdd("a");
        _registry.Remove("a");

        _settings.Set("a", 7);
        _settings.Announce("a");

        Settings(removed).FailureThreshold.Should().Be(5);
    }

    [Fact]
    public void A_disposed_registry_has_unsubscribed_and_its_breakers_work_on()
    {
        var breaker = _registry.GetOrAdd("a");
        _settings.Listeners.Should().Be(1);

        _registry.Dispose();
        _registry.Dispose();

        _settings.Listeners.Should().Be(0);
        breaker.Execute(static (value, _) => value, 1).Should().Be(1);
        _registry.Find("a").Should().BeSameAs(breaker);
    }

    private static CircuitBreakerOptions Settings(ICircuitBreaker breaker) => ((CircuitBreaker)breaker).Options;
}
