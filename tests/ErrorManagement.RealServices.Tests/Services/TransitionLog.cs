using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.RealServices.Tests.Services;

/// <summary>The transitions of a breaker, as it told them.</summary>
internal sealed class TransitionLog
{
    private readonly ConcurrentQueue<CircuitTransitioned> _transitions = new();

    public IReadOnlyCollection<CircuitTransitioned> All => _transitions;

    public IEnumerable<CircuitTransitioned> Openings => _transitions.Where(t => t.To == CircuitState.Open);

    public void Add(CircuitTransitioned transition) => _transitions.Enqueue(transition);
}
