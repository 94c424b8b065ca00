namespace ErrorManagement.Policies;

/// <summary>The place of one exception's note, which the next exception with the same place takes over. The exception is not kept alive.</summary>
internal sealed class NoteSlot
{
    private const int MaxSpins = 1_000;

    private readonly WeakReference<Exception> _instance = new(null!);
    private int _busy;
    private int _hash;
    private int _attempt;
    private int _most;
    private string? _breaker;
    private string? _state;
    private string? _fallback;
    private KnownRecord? _record;
    private KnownRecord? _innerRecord; // of the breaker inside that one

    /// <summary>The identity hash of the exception; a first look that needs no lock.</summary>
    public int Hash => Volatile.Read(ref _hash);

    // Held for some tens of ns and never over foreign code. A thread that was stopped while holding it must not stop others: they go without.
    public bool TryEnter(Exception exception, int hash)
    {
        if (!TryEnter())
        {
            return false;
        }

        if (_hash != hash || !Holds(exception))
        {
            _instance.SetTarget(exception);
            Volatile.Write(ref _hash, hash);
            (_attempt, _most, _breaker, _state, _fallback, _record, _innerRecord) = (0, 0, null, null, null, null, null);
        }

        return true;
    }

    public void Exit() => Volatile.Write(ref _busy, 0);

    public void SetAttempt(int number, int most) => (_attempt, _most) = (number, most);

    public void SetBreaker(string breaker, string state, KnownRecord? record)
    {
        if (record is not null && !ReferenceEquals(record, _record))
        {
            (_record, _innerRecord) = (record, _record);
        }

        (_breaker, _state) = (breaker, state);
    }

    public void SetFallback(string name) => _fallback = name;

    public void Set(ResilienceNote note) =>
        (_attempt, _most, _breaker, _state, _fallback) = (note.Attempt ?? 0, note.MaxAttempts ?? 0, note.Breaker, note.BreakerState, note.Fallback);

    public ResilienceNote? Read(Exception exception)
    {
        if (!TryEnter())
        {
            return null;
        }

        var (holds, attempt, most, breaker, state, fallback) = (Holds(exception), _attempt, _most, _breaker, _state, _fallback);
        Exit();
        return !holds ? null : new ResilienceNote
        {
            Attempt = attempt == 0 ? null : attempt,
            MaxAttempts = attempt == 0 ? null : most,
            Breaker = breaker,
            BreakerState = state,
            Fallback = fallback,
        };
    }

    /// <summary>Tells the breakers which record the exception became.</summary>
    public void Tell(Exception exception, ErrorId id)
    {
        if (Volatile.Read(ref _record) is null || !TryEnter())
        {
            return;
        }

        if (Holds(exception))
        {
            _record?.Set(id);
            _innerRecord?.Set(id);
        }

        Exit();
    }

    private bool Holds(Exception exception) => _instance.TryGetTarget(out var held) && ReferenceEquals(held, exception);

    private bool TryEnter()
    {
        for (var i = 0; i < MaxSpins; i++)
        {
            if (Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
            {
                return true;
            }

            Thread.SpinWait(1);
        }

        return false;
    }
}
