using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Tells listeners and the log of transitions: in order, one at a time, on a pool thread, so that no call waits for them. Exists only once there is somebody to tell.</summary>
internal sealed class TransitionPublisher
{
    private readonly CircuitBreaker _breaker;
    private readonly Action<CircuitTransitioned>? _callback;
    private readonly ILogger? _logger;
    private readonly OrderedCallbacks<(CircuitTransitioned Transition, EventHandler<CircuitTransitioned>? Handlers)> _queue;

    public TransitionPublisher(CircuitBreaker breaker, Action<CircuitTransitioned>? callback, ILogger? logger)
    {
        _breaker = breaker;
        _callback = callback;
        _logger = logger;
        _queue = new(Tell);
    }

    /// <summary>How many transitions were not told because listeners are too far behind.</summary>
    public long Dropped => _queue.Dropped;

    public void Publish(CircuitTransitioned transition, EventHandler<CircuitTransitioned>? handlers) => _queue.Publish((transition, handlers));

    private void Tell((CircuitTransitioned Transition, EventHandler<CircuitTransitioned>? Handlers) next)
    {
        if (_logger is not null)
        {
            Guard(() => CircuitBreakerLog.Write(_logger, next.Transition));
        }

        if (_callback is not null)
        {
            Guard(() => _callback(next.Transition));
        }

        foreach (var handler in next.Handlers?.GetInvocationList() ?? [])
        {
            Guard(() => ((EventHandler<CircuitTransitioned>)handler)(_breaker, next.Transition));
        }
    }

    private static void Guard(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }
}
