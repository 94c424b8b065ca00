using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The metrics of one breaker, for as long as it lives: being observed keeps no breaker alive.</summary>
internal sealed class BreakerSeries(CircuitBreaker breaker)
{
    private const string BreakerName = "circuit_breaker.name";

    private readonly WeakReference<CircuitBreaker> _breaker = new(breaker);
    private readonly KeyValuePair<string, object?> _name = new(BreakerName, breaker.Name);

    /// <summary>The breaker; null when nobody uses it any more.</summary>
    public CircuitBreaker? Breaker => _breaker.TryGetTarget(out var alive) ? alive : null;

    public IEnumerable<Measurement<long>> Calls(CircuitBreaker breaker) =>
        breaker.ReadCalls() is { } totals
            ? SnakeNames<CallOutcome>.Values.Select(outcome => new Measurement<long>(totals[(int)outcome], _name, new("circuit_breaker.outcome", SnakeNames<CallOutcome>.Of(outcome))))
            : [];

    public IEnumerable<Measurement<long>> Transitions(CircuitBreaker breaker) =>
        breaker.ReadTransitions().Select(t => new Measurement<long>(
            t.Count,
            _name,
            new("circuit_breaker.state.from", SnakeNames<CircuitState>.Of(t.From)),
            new("circuit_breaker.state.to", SnakeNames<CircuitState>.Of(t.To)),
            new("circuit_breaker.reason", SnakeNames<CircuitTransitionReason>.Of(t.Reason))));

    public IEnumerable<Measurement<int>> State(CircuitBreaker breaker) => OneOf(breaker.State, "circuit_breaker.state");

    public IEnumerable<Measurement<int>> Mode(CircuitBreaker breaker) => OneOf(breaker.Mode, "circuit_breaker.mode");

    public IEnumerable<Measurement<double>> TimeInState(CircuitBreaker breaker) => [new(breaker.TimeInState.TotalSeconds, _name)];

    public IEnumerable<Measurement<int>> OpeningsInARow(CircuitBreaker breaker) => [new(breaker.OpeningsInARow, _name)];

    public IEnumerable<Measurement<int>> TrialsInFlight(CircuitBreaker breaker) => [new(breaker.TrialsInFlight, _name)];

    public IEnumerable<Measurement<double>> P95(CircuitBreaker breaker) =>
        breaker.ReadP95() is { } length ? [new(length.TotalSeconds, _name)] : [];

    public IEnumerable<Measurement<double>> FailureRate(CircuitBreaker breaker) =>
        breaker.ReadFailureRate() is { } rate ? [new(rate, _name)] : [];

    /// <summary>One series a value: 1 for the one that holds, 0 for the others.</summary>
    private IEnumerable<Measurement<int>> OneOf<T>(T current, string tag)
        where T : struct, Enum =>
        SnakeNames<T>.Values.Select(value => new Measurement<int>(EqualityComparer<T>.Default.Equals(value, current) ? 1 : 0, _name, new(tag, SnakeNames<T>.Of(value))));
}
