using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics;

/// <summary>Watches the errors of one host process by the layers they happen in: when a layer escalates, which patterns run, and what recovers it.</summary>
/// <remarks>
/// <para>Bounded and in constant work for each error. Safe on any thread: a lock is held for some hundred instructions, and no code of the host's runs under it.</para>
/// <para>In a container that <c>AddErrorManagement</c> has filled it is fed by the registry with all errors whose context names a layer; made with <c>new</c> it knows only what is added.</para>
/// </remarks>
public sealed class LayeredErrorContext : ILayeredErrorContext
{
    private const int MaxMessage = 500;
    private const int MaxMetadata = 50;
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(24);
    private static readonly RecoveryResult NothingAttempted = new(RecoveryOutcome.NotAttempted, []);

    private readonly Lock _gate = new();
    private readonly LateErrors _late = new();
    private readonly LayeredErrorOptions _options;
    private readonly IReadOnlyDictionary<string, LayerSettings> _layers;
    private readonly TimelineSettings _settings;
    private readonly LayerRecovery _recovery;
    private readonly SecretScrubber _scrubber;
    private readonly RegistryClock _clock;
    private readonly bool _isFed;
    private LayerBook _book;

    /// <summary>Makes a context that is not fed.</summary>
    /// <param name="options">The settings, copied; null for the defaults with the built-in four layers.</param>
    /// <param name="recovery">Runs the strategies of the layers, within its own limit for each layer; null for one of its own, which knows retry, circuit_breaker and fallback.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="patterns">When recurring, cascade, burst and degradation hold; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all that are.</exception>
    public LayeredErrorContext(LayeredErrorOptions? options = null, RecoveryManager? recovery = null, TimeProvider? timeProvider = null, PatternOptions? patterns = null)
        : this(options, Checked(patterns), Given(recovery, timeProvider), timeProvider, new SecretScrubber(new ScrubbingOptions()), isFed: false)
    {
    }

    internal LayeredErrorContext(LayeredErrorOptions? options, TimelineSettings settings, Func<RecoveryManager> recovery, TimeProvider? timeProvider, SecretScrubber scrubber, bool isFed)
    {
        options ??= new LayeredErrorOptions();
        LayeredErrorOptionsValidator.ThrowIfInvalid(options);
        _options = new LayeredErrorOptions { PatternConfidence = options.PatternConfidence, TimelineCapacity = options.TimelineCapacity };
        _layers = LayerSettings.Of(options.Layers);
        _settings = options.Order.Count == 0 ? settings : settings with { Order = new LayerOrder(options.Order) };
        _recovery = new LayerRecovery(recovery);
        _scrubber = scrubber;
        _clock = new RegistryClock(timeProvider ?? TimeProvider.System);
        _isFed = isFed;
        _book = NewBook();
    }

    /// <inheritdoc/>
    public long ErrorCount => Read(static (book, _) => book.Errors);

    /// <inheritdoc/>
    public ErrorSeverity EscalationLevel => Read(static (book, _) => book.Level);

    /// <inheritdoc/>
    public LayerError? OriginalError => Read(static (book, _) => book.Original);

    /// <inheritdoc/>
    public long RecoveryAttempts => Read(static (book, _) => book.RecoveryAttempts);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Correlation => Read(static (book, _) => book.Correlation());

    /// <summary>How many errors of the registry could not be added because too many came while the context was busy. Rises only.</summary>
    public long MissedErrors => _late.Missed;

    /// <inheritdoc/>
    public bool AddError(string? layer, Exception? exception, ErrorSeverity severity = ErrorSeverity.Warning, IReadOnlyDictionary<string, object?>? metadata = null, string? component = null)
    {
        if (Describe(layer, exception, severity, metadata, component) is not { } error)
        {
            return false;
        }

        var isCounted = Add(in error, Now(), out var begun);
        Start(begun, in error);
        return isCounted;
    }

    /// <inheritdoc/>
    public bool AddError(string? layer, string errorType, string message, ErrorSeverity severity = ErrorSeverity.Warning, IReadOnlyDictionary<string, object?>? metadata = null, string? component = null)
    {
        var error = new NewLayerError
        {
            Layer = LayerNames.Of(layer),
            ErrorType = _scrubber.ScrubName(ErrorRecorder.TypeName(errorType)),
            Message = _scrubber.Scrub(message ?? "", MaxMessage),
            Severity = Known(severity),
            Metadata = Clean(metadata),
            Component = component,
            IsSettled = LayerRecovery.IsUnderWay,
        };
        var isCounted = Add(in error, Now(), out var begun);
        Start(begun, in error);
        return isCounted;
    }

    /// <inheritdoc/>
    public async ValueTask<RecoveryResult> AddErrorAsync(
        string? layer,
        Exception? exception,
        ErrorSeverity severity = ErrorSeverity.Warning,
        IReadOnlyDictionary<string, object?>? metadata = null,
        string? component = null,
        Func<CancellationToken, ValueTask>? rerun = null,
        CancellationToken cancellationToken = default)
    {
        if (Describe(layer, exception, severity, metadata, component) is not { } error)
        {
            return NothingAttempted;
        }

        var now = Now();
        if (!Add(in error, now, out var begun) && !error.IsSettled)
        {
            begun = Begin(error.Layer, now);
        }

        return begun is null ? NothingAttempted : await RecoverAsync(begun, error, rerun, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public bool ShouldEscalate(string? layer) => Read((book, now) => book.ShouldEscalate(LayerNames.Of(layer), now));

    /// <inheritdoc/>
    public bool ShouldLog(string? layer) => Read((book, _) => book.ShouldLog(LayerNames.Of(layer)));

    /// <inheritdoc/>
    public LayerStatus GetStatus(string? layer) => Read((book, now) => book.StatusOf(LayerNames.Of(layer), now));

    /// <inheritdoc/>
    public IReadOnlyList<LayerStatus> GetStatuses() => Read(static (book, now) => book.Statuses(now));

    /// <inheritdoc/>
    public IReadOnlyList<LayerError> GetTimeline() => Read(static (book, _) => book.Timeline());

    /// <inheritdoc/>
    public IReadOnlyList<DetectedPattern> GetPatterns(TimeSpan? window = null)
    {
        var length = Checked(window);
        return Read((book, now) => book.Patterns(now, length));
    }

    /// <inheritdoc/>
    public LayerPatternSummary GetPatternSummary(TimeSpan? window = null) => LayerPatternSummary.Of(GetPatterns(window));

    /// <inheritdoc/>
    public IReadOnlyList<RecoveryAttempt> GetRecoveryActions() => Read(static (book, _) => book.Actions());

    /// <inheritdoc/>
    public RecoverySummary GetRecoverySummary(string? layer = null) => Read((book, _) => book.Recoveries(layer is null ? null : LayerNames.Of(layer)));

    /// <inheritdoc/>
    public LayeredErrorSnapshot GetSnapshot(TimeSpan? window = null)
    {
        var length = Checked(window);
        return Read((book, now) => new LayeredErrorSnapshot
        {
            At = LayerMoment.Shown(now.Utc),
            ErrorCount = book.Errors,
            MissedErrors = MissedErrors,
            EscalationLevel = book.Level,
            OriginalError = book.Original,
            Layers = book.Statuses(now),
            Patterns = LayerPatternSummary.Of(book.Patterns(now, length)),
            Recovery = book.Recoveries(null),
            Correlation = book.Correlation(),
        });
    }

    /// <inheritdoc/>
    public bool Correlate(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var key = BoundedText.Cut(name, LayerNames.MaxLength);
        var kept = value is null ? null : _scrubber.IsSecretName(name) ? SecretMarks.Value : _scrubber.Scrub(value, MaxMessage);
        return Read((book, _) => book.Correlate(key, kept));
    }

    /// <inheritdoc/>
    public void Clear()
    {
        var fresh = NewBook();
        lock (_gate)
        {
            _late.Forget();
            _book = fresh;
        }
    }

    /// <summary>Adds an error of the registry, on the thread that records it: never waits, starts recoveries elsewhere.</summary>
    internal void Feed(in NewLayerError error)
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

    /// <summary>What is kept of a message: bounded and without secrets.</summary>
    internal string CleanMessage(string message) => _scrubber.Scrub(message, MaxMessage);

    private static Func<RecoveryManager> Given(RecoveryManager? recovery, TimeProvider? timeProvider)
    {
        var manager = recovery ?? new RecoveryManager(timeProvider: timeProvider);
        return () => manager;
    }

    private static TimelineSettings Checked(PatternOptions? patterns)
    {
        if (patterns is null)
        {
            return TimelineSettings.Default;
        }

        PatternOptionsValidator.ThrowIfInvalid(patterns);
        return TimelineSettings.Of(patterns);
    }

    private static TimeSpan Checked(TimeSpan? window) =>
        window <= TimeSpan.Zero ? throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero; it is {window}.") : window ?? DefaultWindow;

    // A value outside the enumeration is an error like any other.
    private static ErrorSeverity Known(ErrorSeverity severity) => severity is >= ErrorSeverity.Debug and <= ErrorSeverity.Critical ? severity : ErrorSeverity.Error;

    private LayerBook NewBook() => new(_layers, _options, _settings, _isFed);

    private LayerMoment Now()
    {
        var now = _clock.Read();
        return new LayerMoment(now.Steady, now.Utc);
    }

    private NewLayerError? Describe(string? layer, Exception? exception, ErrorSeverity severity, IReadOnlyDictionary<string, object?>? metadata, string? component)
    {
        if (exception is null)
        {
            return null;
        }

        exception = ExceptionShapes.Unwrap(exception);
        return ExceptionShapes.IsCallerCancellation(exception) ? null : new NewLayerError
        {
            Layer = LayerNames.Of(layer),
            ErrorType = ExceptionShapes.NameOf(exception.GetType()),
            Message = CleanMessage(ExceptionShapes.MessageOf(exception)),
            Severity = Known(severity),
            Metadata = Clean(metadata),
            Exception = exception,
            Component = component,
            IsSettled = exception is RecoveryFailedException || LayerRecovery.IsUnderWay,
        };
    }

    private IReadOnlyDictionary<string, object?>? Clean(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is null ? null : _scrubber.Scrub(new OperationContext { Data = metadata }, MaxMetadata, MaxMessage)?.Data;

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

    private T Read<T>(Func<LayerBook, LayerMoment, T> read)
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

    /// <summary>Adds the errors that came while the context was busy. Asked again after each leaving, so that none stays behind.</summary>
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
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Context.RecoverAsync(work.State, work.Error, null, CancellationToken.None).AsTask(), (Context: this, State: begun, Error: error), preferLocal: false);
        }
    }

    private async ValueTask<RecoveryResult> RecoverAsync(LayerState state, NewLayerError error, Func<CancellationToken, ValueTask>? rerun, CancellationToken cancellationToken)
    {
        RecoveryResult? result = null;
        try
        {
            result = await _recovery.RunAsync(state.Settings!.Strategies, error, rerun, cancellationToken).ConfigureAwait(false);
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
