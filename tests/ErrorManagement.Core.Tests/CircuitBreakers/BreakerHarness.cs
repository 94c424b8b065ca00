using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.TestKit;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A breaker on a fake clock, and short words for what happens to it.</summary>
internal sealed class BreakerHarness
{
    public BreakerHarness(
        Action<CircuitBreakerOptions>? configure = null,
        IErrorSink? sink = null,
        CircuitBreakerOptions? options = null,
        IErrorClassifier? classifier = null,
        ILogger? logger = null)
    {
        Options = options ?? new CircuitBreakerOptions();
        Configure = configure;
        configure?.Invoke(Options);
        Breaker = new CircuitBreaker("payments", Options, Clock, sink, classifier, logger);
    }

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>What was done to the settings.</summary>
    public Action<CircuitBreakerOptions>? Configure { get; }

    public CircuitBreakerOptions Options { get; }

    public CircuitBreaker Breaker { get; }

    public CircuitState State => Breaker.State;

    public CircuitBreakerMetrics Metrics => Breaker.GetMetrics();

    public CircuitTransitioned LastTransition => Metrics.Transitions[^1];

    public void Succeed(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Return(1);
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

    /// <summary>Calls in a row: S succeeds, F fails.</summary>
    public void Play(string outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome == 'S')
            {
                Succeed();
            }
            else
            {
                Fail();
            }
        }
    }

    /// <summary>A call with this result, which the caller gets whatever is made of it.</summary>
    public void Return<T>(T result) => Breaker.Execute(static (value, _) => value, result).Should().Be(result);

    /// <summary>A call that takes so long.</summary>
    public void Take(TimeSpan length, bool fails = false)
    {
        var permit = Enter();
        Clock.Advance(length);
        if (fails)
        {
            permit.Fail(new TimeoutException());
        }
        else
        {
            permit.Succeed();
        }
    }

    public void Open() => Fail(Options.FailureThreshold);

    public void OpenAndWait()
    {
        Open();
        Clock.Advance(Options.BreakDuration);
    }

    /// <summary>Through open and half-open to closed again.</summary>
    public void OpenAndRecover()
    {
        OpenAndWait();
        Succeed(Options.SuccessThreshold);
        State.Should().Be(CircuitState.Closed);
    }

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>A call that must be rejected, and its rejection.</summary>
    public CircuitOpenException Reject()
    {
        var act = () => Breaker.Execute(static (_, _) => 1, 0);
        return act.Should().Throw<CircuitOpenException>().Which;
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
