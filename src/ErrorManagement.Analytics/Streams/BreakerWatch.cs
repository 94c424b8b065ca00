using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Streams;

/// <summary>
/// Listens to the breakers of a registry, and to those that are made later. Used by one thread at a time, but for the breakers, which tell on threads of their own.
/// Breakers are foreign code: what they throw is counted and goes no further.
/// </summary>
internal sealed class BreakerWatch(ICircuitBreakerRegistry? breakers, Action onNews)
{
    private const int MostWaiting = 1_024;

    private readonly Dictionary<ICircuitBreaker, HeardBreaker> _heard = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<Told> _waiting = new();
    private bool _isListening;
    private int _waitingCount;
    private long _lost;

    public bool HasNews => !_waiting.IsEmpty;

    /// <summary>How many transitions were lost because too many waited, since this was asked last.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

    /// <summary>Listens to all that are in the registry now, and no longer to others. All that happened to one that came since the last look is news.</summary>
    public void Look()
    {
        try
        {
            var all = breakers?.All ?? [];
            foreach (var breaker in all)
            {
                if (!_heard.ContainsKey(breaker))
                {
                    Hear(breaker);
                }
            }

            if (_heard.Count > all.Count)
            {
                var now = all.ToHashSet<ICircuitBreaker>(ReferenceEqualityComparer.Instance);
                foreach (var gone in _heard.Values.Where(heard => !now.Contains(heard.Breaker)).ToArray())
                {
                    Leave(gone);
                }
            }
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }

        _isListening = true;
    }

    /// <summary>The next transition to tell of; null when there is none.</summary>
    public CircuitTransitioned? Take()
    {
        while (_waiting.TryDequeue(out var next))
        {
            Interlocked.Decrement(ref _waitingCount);

            // What was read from the breaker itself when it was found may be told by it as well.
            if (next.IsRead || !_heard.TryGetValue(next.Breaker, out var heard) || !heard.Read.Remove(next.Transition))
            {
                return next.Transition;
            }
        }

        return null;
    }

    /// <summary>Listens to none any more.</summary>
    public void Stop()
    {
        foreach (var heard in _heard.Values.ToArray())
        {
            Leave(heard);
        }

        while (Take() is not null)
        {
        }

        _isListening = false;
    }

    private void Hear(ICircuitBreaker breaker)
    {
        var heard = new HeardBreaker(breaker, (_, transition) => OnTransitioned(breaker, transition));
        breaker.Transitioned += heard.Handler;
        _heard.Add(breaker, heard);
        if (_isListening)
        {
            foreach (var transition in breaker.GetMetrics().Transitions)
            {
                heard.Read.Add(transition);
                Add(new Told(breaker, transition, IsRead: true));
            }
        }
    }

    private void Leave(HeardBreaker heard)
    {
        _heard.Remove(heard.Breaker);
        try
        {
            heard.Breaker.Transitioned -= heard.Handler;
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    }

    private void OnTransitioned(ICircuitBreaker breaker, CircuitTransitioned transition)
    {
        Add(new Told(breaker, transition, IsRead: false));
        onNews();
    }

    private void Add(Told told)
    {
        if (Interlocked.Increment(ref _waitingCount) > MostWaiting)
        {
            Interlocked.Decrement(ref _waitingCount);
            Interlocked.Increment(ref _lost);
            return;
        }

        _waiting.Enqueue(told);
    }

    private readonly record struct Told(ICircuitBreaker Breaker, CircuitTransitioned Transition, bool IsRead);

    private sealed record HeardBreaker(ICircuitBreaker Breaker, EventHandler<CircuitTransitioned> Handler)
    {
        public HashSet<CircuitTransitioned> Read { get; } = new(ReferenceEqualityComparer.Instance);
    }
}
