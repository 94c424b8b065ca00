using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Tells listeners and the log of transitions: in order, one at a time, on a pool thread, so that no call waits for them. Exists only once there is somebody to tell.</summary>
internal sealed class TransitionPublisher(CircuitBreaker breaker, Action<CircuitTransitioned>? callback, ILogger? logger) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<(CircuitTransitioned Transition, EventHandler<CircuitTransitioned>? Handlers)> _queue = new();
    private bool _running;

    public void Enqueue(CircuitTransitioned transition, EventHandler<CircuitTransitioned>? handlers)
    {
        lock (_gate)
        {
            _queue.Enqueue((transition, handlers));
        }
    }

    public void Start()
    {
        lock (_gate)
        {
            if (_running || _queue.Count == 0)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        while (true)
        {
            (CircuitTransitioned Transition, EventHandler<CircuitTransitioned>? Handlers) next;
            lock (_gate)
            {
                if (!_queue.TryDequeue(out next))
                {
                    _running = false;
                    return;
                }
            }

            Tell(next.Transition, next.Handlers);
        }
    }

    private void Tell(CircuitTransitioned transition, EventHandler<CircuitTransitioned>? handlers)
    {
        if (logger is not null)
        {
            Guard(() => CircuitBreakerLog.Write(logger, transition));
        }

        if (callback is not null)
        {
            Guard(() => callback(transition));
        }

        foreach (var handler in handlers?.GetInvocationList() ?? [])
        {
            Guard(() => ((EventHandler<CircuitTransitioned>)handler)(breaker, transition));
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
