using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// The last transitions of a breaker, and who is told of them: log, callbacks, handlers, in order, one at a time, on a pool thread, so that no call waits for them.
/// Guarded by the breaker's lock, but for what says otherwise.
/// </summary>
internal sealed class TransitionHistory(CircuitBreaker breaker, ILogger? logger, int capacity)
{
    private readonly Queue<CircuitTransitioned> _kept = new();
    private OrderedCallbacks<News>? _queue;
    private CircuitTransitioned? _held;
    private EventHandler<CircuitTransitioned>? _heldHandlers;
    private int _reasonsTold;

    /// <summary>How much was not told because listeners are too far behind.</summary>
    public long Dropped => _queue?.Dropped ?? 0;

    /// <summary>Keeps a transition and tells of it, after the one that is held, if any.</summary>
    public void Add(CircuitTransitioned transition, EventHandler<CircuitTransitioned>? handlers)
    {
        ReleaseHeld();
        _reasonsTold = 0;
        _kept.Enqueue(transition);
        if (_kept.Count > capacity)
        {
            _kept.Dequeue();
        }

        Publish(new News(transition, null, handlers, breaker.Options));
    }

    /// <summary>Keeps a transition back until its break's length is known.</summary>
    public void Hold(CircuitTransitioned transition, EventHandler<CircuitTransitioned>? handlers)
    {
        ReleaseHeld();
        _heldHandlers = handlers;
        Volatile.Write(ref _held, transition);
    }

    /// <summary>Whether this very transition is held. Safe on any thread.</summary>
    public bool Holds(CircuitTransitioned transition) => ReferenceEquals(Volatile.Read(ref _held), transition);

    /// <summary>Lets the held transition go, with what has become known of it.</summary>
    public void Release(CircuitTransitioned completed)
    {
        Volatile.Write(ref _held, completed);
        ReleaseHeld();
    }

    /// <summary>Lets the held transition go as it is.</summary>
    public void ReleaseHeld()
    {
        if (_held is { } transition)
        {
            var handlers = _heldHandlers;
            _heldHandlers = null;
            Volatile.Write(ref _held, null);
            Add(transition, handlers);
        }
    }

    /// <summary>Tells that a rule would have opened the circuit; once for each rule between two transitions.</summary>
    public void Add(CircuitThresholdExceeded exceeded)
    {
        _reasonsTold |= BitOf(exceeded.Reason);
        Publish(new News(null, exceeded, null, breaker.Options));
    }

    /// <summary>Whether that was told of a rule since the last transition.</summary>
    public bool IsToldOf(CircuitTransitionReason reason) => (_reasonsTold & BitOf(reason)) != 0;

    public CircuitTransitioned[] ToArray() => _held is { } held ? [.. _kept, held] : _kept.ToArray();

    private static int BitOf(CircuitTransitionReason reason) => 1 << (int)reason;

    private void Publish(in News news)
    {
        if (logger is not null || news.Handlers is not null || (news.Transition is not null ? news.Options.OnTransitioned is not null : news.Options.OnThresholdExceeded is not null))
        {
            (_queue ??= new(Tell)).Publish(news);
        }
    }

    private void Tell(News news)
    {
        if (logger is not null)
        {
            Guard(logger, news, static (log, told) => CircuitBreakerLog.Write(log, told.Transition, told.Exceeded));
        }

        if (news.Exceeded is not null)
        {
            Guard(news.Options.OnThresholdExceeded, news.Exceeded, static (callback, told) => callback?.Invoke(told));
            return;
        }

        Guard(news.Options.OnTransitioned, news.Transition!, static (callback, told) => callback?.Invoke(told));
        foreach (var handler in Delegate.EnumerateInvocationList(news.Handlers))
        {
            Guard((handler, breaker), news.Transition!, static (to, told) => to.handler(to.breaker, told));
        }
    }

    private static void Guard<TTo, TNews>(TTo to, TNews news, Action<TTo, TNews> tell)
    {
        try
        {
            tell(to, news);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    private readonly record struct News(CircuitTransitioned? Transition, CircuitThresholdExceeded? Exceeded, EventHandler<CircuitTransitioned>? Handlers, CircuitBreakerOptions Options);
}
