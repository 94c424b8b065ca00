using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A breaker on a fake clock, and short words for what happens to it.</summary>
internal sealed class BreakerHarness
{
    public BreakerHarness(Action<CircuitBreakerOptions>? configure = null, IErrorSink? sink = null, CircuitBreakerOptions? options = null)
    {
        Options = options ?? new CircuitBreakerOptions();
        Configure = configure;
        configure?.Invoke(Options);
        Breaker = new CircuitBreaker("payments", Options, Clock, sink);
    }

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>What was done to the settings.</summary>
    public Action<CircuitBreakerOptions>? Configure { get; }

    public CircuitBreakerOptions Options { get; }

    public CircuitBreaker Breaker { get; }

    public CircuitState State => Breaker.State;

    public void Succeed(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Breaker.Execute(static (_, _) => 1, 0).Should().Be(1);
        }
    }

    public void Fail(int times = 1, Exception? exception = null)
    {
        for (var i = 0; i < times; i++)
        {
            var thrown = exception ?? new TimeoutException("no answer");
            var act = () => Breaker.Execute<Exception, int>(static (e, _) => throw e, thrown);
            act.Should().Throw<Exception>().Which.Should().BeSameAs(thrown);
        }
    }

    public void Open() => Fail(Options.FailureThreshold);

    public void OpenAndWait()
    {
        Open();
        Clock.Advance(Options.BreakDuration);
    }

    public bool IsRejected() => !Breaker.TryEnter(out var permit) || Undo(permit);

    public CircuitPermit Enter()
    {
        Breaker.TryEnter(out var permit).Should().BeTrue("the call should be let in");
        return permit;
    }

    private static bool Undo(CircuitPermit permit)
    {
        permit.Ignore();
        return false;
    }
}
