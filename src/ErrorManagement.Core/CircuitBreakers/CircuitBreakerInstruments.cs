using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// What breakers publish. All of it is observed: read from the breakers when a listener collects and at no other time, so that calls cost nothing,
/// and transitions from before a listener came are known too. One series, or a fixed few, a breaker's name.
/// </summary>
internal sealed class CircuitBreakerInstruments
{
    private const int FirstPruning = 64;

    private readonly Lock _gate = new();
    private readonly List<BreakerSeries> _all = [];
    private int _pruneAt = FirstPruning;

    private CircuitBreakerInstruments(Meter meter)
    {
        meter.CreateObservableCounter("error_management.circuit_breaker.calls", () => Observe(static (s, b) => s.Calls(b)), "{call}", "Calls by outcome; a rejected one was not made, a late one ended after a transition.");
        meter.CreateObservableCounter("error_management.circuit_breaker.transitions", () => Observe(static (s, b) => s.Transitions(b)), "{transition}", "Changes of the state or the mode.");
        meter.CreateObservableUpDownCounter("error_management.circuit_breaker.state", () => Observe(static (s, b) => s.State(b)), "{breaker}", "1 for the state the breaker is in, 0 for the others.");
        meter.CreateObservableUpDownCounter("error_management.circuit_breaker.mode", () => Observe(static (s, b) => s.Mode(b)), "{breaker}", "1 for the mode the breaker is in, 0 for the others.");
        meter.CreateObservableGauge("error_management.circuit_breaker.time_in_state", () => Observe(static (s, b) => s.TimeInState(b)), "s", "How long the state has lasted.");
        meter.CreateObservableGauge("error_management.circuit_breaker.failure_rate", () => Observe(static (s, b) => s.FailureRate(b)), "1", "Failures divided by successes and failures since the last reset.");
        meter.CreateObservableGauge("error_management.circuit_breaker.consecutive_openings", () => Observe(static (s, b) => s.OpeningsInARow(b)), "{opening}", "Openings without closing in between.");
        meter.CreateObservableUpDownCounter("error_management.circuit_breaker.trials_in_flight", () => Observe(static (s, b) => s.TrialsInFlight(b)), "{call}", "Trials of a half-open circuit that have not ended.");
        meter.CreateObservableGauge("error_management.circuit_breaker.duration_p95", () => Observe(static (s, b) => s.P95(b)), "s", "The 95th percentile of the last durations, at metrics level Durations.");
    }

    // Whoever needs no factory shares these: a registry that is forgotten then leaves no meter behind.
    private static CircuitBreakerInstruments Shared { get; } = new(LibraryMeter.Shared);

    /// <summary>Those of a factory's meter, which lives as long as the factory; without a factory those of the process.</summary>
    public static CircuitBreakerInstruments Of(IMeterFactory? factory) => factory is null ? Shared : new CircuitBreakerInstruments(LibraryMeter.Of(factory));

    /// <summary>Observes a breaker from now on, until it is removed or nobody else holds it.</summary>
    public CircuitBreaker Add(CircuitBreaker breaker)
    {
        lock (_gate)
        {
            if (_all.Count >= _pruneAt)
            {
                _all.RemoveAll(static series => series.Breaker is null);
                _pruneAt = Math.Max(FirstPruning, _all.Count * 2);
            }

            _all.Add(new BreakerSeries(breaker));
        }

        return breaker;
    }

    /// <summary>Observes a breaker no longer, whoever holds it.</summary>
    public void Remove(CircuitBreaker breaker)
    {
        lock (_gate)
        {
            _all.RemoveAll(series => ReferenceEquals(series.Breaker, breaker));
        }
    }

    private List<Measurement<T>> Observe<T>(Func<BreakerSeries, CircuitBreaker, IEnumerable<Measurement<T>>> read)
        where T : struct
    {
        BreakerSeries[] all;
        lock (_gate)
        {
            all = [.. _all];
        }

        var found = new List<Measurement<T>>();
        foreach (var series in all)
        {
            try
            {
                if (series.Breaker is { } breaker)
                {
                    found.AddRange(read(series, breaker));
                }
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e); // a host's own clock may fail; the other breakers are still told of
            }
        }

        return found;
    }
}
