using ErrorManagement.Analytics.Registry;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Layers;

/// <summary>
/// A <see cref="LayerBook"/> for many threads: its lock, the errors that found the lock taken, and the recoveries that its errors begin. Safe on any thread; the lock is held
/// for some hundred instructions, and no code of the host's runs under it.
/// </summary>
/// <param name="begin">Makes a book in which nothing happened yet.</param>
/// <param name="recovery">Runs the strategies.</param>
/// <param name="clock">The clock.</param>
internal sealed class SharedLayerBook(Func<LayerBook> begin, LayerRecovery recovery, RegistryClock clock)
{
    public static readonly RecoveryResult NothingAttempted = new(RecoveryOutcome.NotAttempted, []);

    private readonly Lock _gate = new();
    private readonly LateErrors _late = new();
    private LayerBook _book = begin();
    private TaskCompletionSource? _whenIdle;
    private int _elsewhere;

    /// <summary>How many errors of the registry found no place while the book was busy. Rises only.</summary>
    public long Missed => _late.Missed;

    /// <summary>Adds an error; a recovery that it begins runs elsewhere.</summary>
    /// <returns>Whether it was counted; false for one that has come on another way.</returns>
    public bool Add(in NewLayerError error)
    {
        var isCounted = Add(in error, Now(), out var begun);
        Start(begun, in error);
        return isCounted;
    }

    /// <summary>Adds an error and waits for its recovery; one that was counted before is recovered, too.</summary>
    public async ValueTask<RecoveryResult> AddAsync(NewLayerError error, Func<CancellationToken, ValueTask>? rerun, CancellationToken cancellationToken)
    {
        var now = Now();
        if (!Add(in error, now, out var begun) && !error.IsSettled)
        {
            begun = Begin(error.Layer, now);
        }

        return begun is null ? NothingAttempted : await RecoverAsync(begun, error, rerun, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds an error of the registry, on the thread that records it: never waits, starts recoveries elsewhere.</summary>
    public void Feed(in NewLayerError error)
    {
        var now = Now();
        if (!_gate.TryEnter())
        {
            // Whoever holds it takes this along.
            _late.Post(in error, now);
            TakeLate();
            return;
        }

        LayerState? begun;
        try
        {
            _book.Add(in error, now, out begun);
        }
        finally
        {
            _gate.Exit();
        }

        Start(begun, in error);
        TakeLate();
    }

    /// <summary>Reads the book, or writes into it what is no error.</summary>
    public T Read<T>(Func<LayerBook, LayerMoment, T> read)
    {
        var now = Now();
        TakeLate();
        T answer;
        lock (_gate)
        {
            answer = read(_book, now);
        }

        TakeLate();
        return answer;
    }

    public void Clear()
    {
        var fresh = begin();
        lock (_gate)
        {
            _late.Forget();
            _book = fresh;
        }
    }

    /// <summary>Done when all recoveries that run elsewhere have ended and are in the book.</summary>
    public Task WhenIdleAsync()
    {
        var whenIdle = Volatile.Read(ref _whenIdle);
        if (whenIdle is null)
        {
            whenIdle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            whenIdle = Interlocked.CompareExchange(ref _whenIdle, whenIdle, null) ?? whenIdle;
        }

        // Whoever ended last may have looked before there was somebody to tell.
        return Volatile.Read(ref _elsewhere) == 0 ? Task.CompletedTask : whenIdle.Task;
    }

    private LayerMoment Now()
    {
        var now = clock.Read();
        return new LayerMoment(now.Steady, now.Utc);
    }

    private bool Add(in NewLayerError error, LayerMoment now, out LayerState? begun)
    {
        bool isCounted;
        lock (_gate)
        {
            isCounted = _book.Add(in error, now, out begun);
        }

        TakeLate();
        return isCounted;
    }

    private LayerState? Begin(string layer, LayerMoment now)
    {
        lock (_gate)
        {
            return _book.Begin(layer, now);
        }
    }

    /// <summary>Adds the errors that came while the book was busy. Asked again after each leaving, so that none stays behind.</summary>
    private void TakeLate()
    {
        while (!_late.IsEmpty && _gate.TryEnter())
        {
            List<(LayerState State, NewLayerError Error)>? begun = null;
            try
            {
                while (_late.TryTake(out var error, out var now))
                {
                    _book.Add(in error, now, out var state);
                    if (state is not null)
                    {
                        (begun ??= []).Add((state, error));
                    }
                }
            }
            finally
            {
                _gate.Exit();
            }

            foreach (var (state, error) in begun ?? [])
            {
                Start(state, in error);
            }
        }
    }

    private void Start(LayerState? begun, in NewLayerError error)
    {
        if (begun is not null)
        {
            Interlocked.Increment(ref _elsewhere);
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Book.RecoverElsewhereAsync(work.State, work.Error), (Book: this, State: begun, Error: error), preferLocal: false);
        }
    }

    private async Task RecoverElsewhereAsync(LayerState state, NewLayerError error)
    {
        await RecoverAsync(state, error, rerun: null, CancellationToken.None).ConfigureAwait(false);
        if (Interlocked.Decrement(ref _elsewhere) == 0)
        {
            Interlocked.Exchange(ref _whenIdle, null)?.TrySetResult();
        }
    }

    private async ValueTask<RecoveryResult> RecoverAsync(LayerState state, NewLayerError error, Func<CancellationToken, ValueTask>? rerun, CancellationToken cancellationToken)
    {
        RecoveryResult? result = null;
        try
        {
            result = await recovery.RunAsync(state.Settings!.Strategies, error, rerun, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _book.End(state, result);
            }

            TakeLate();
        }

        return result;
    }
}
