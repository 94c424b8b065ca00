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
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(24);

    private readonly LayerErrorMaker _maker;
    private readonly SharedLayerBook _book;

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
        var copied = new LayeredErrorOptions { PatternConfidence = options.PatternConfidence, TimelineCapacity = options.TimelineCapacity };
        var layers = LayerSettings.Of(options.Layers);
        var ordered = options.Order.Count == 0 ? settings : settings with { Order = new LayerOrder(options.Order) };
        _maker = new LayerErrorMaker(scrubber);
        _book = new SharedLayerBook(() => new LayerBook(layers, copied, ordered, isFed), new LayerRecovery(recovery), new RegistryClock(timeProvider ?? TimeProvider.System));
    }

    /// <inheritdoc/>
    public long ErrorCount => _book.Read(static (book, _) => book.Errors);

    /// <inheritdoc/>
    public ErrorSeverity EscalationLevel => _book.Read(static (book, _) => book.Level);

    /// <inheritdoc/>
    public LayerError? OriginalError => _book.Read(static (book, _) => book.Original);

    /// <inheritdoc/>
    public long RecoveryAttempts => _book.Read(static (book, _) => book.RecoveryAttempts);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Correlation => _book.Read(static (book, _) => book.Correlation());

    /// <summary>How many errors of the registry could not be added because too many came while the context was busy. Rises only.</summary>
    public long MissedErrors => _book.Missed;

    /// <inheritdoc/>
    public bool AddError(string? layer, Exception? exception, ErrorSeverity severity = ErrorSeverity.Warning, IReadOnlyDictionary<string, object?>? metadata = null, string? component = null) =>
        _maker.Of(layer, exception, severity, metadata, component) is { } error && _book.Add(in error);

    /// <inheritdoc/>
    public bool AddError(string? layer, string errorType, string message, ErrorSeverity severity = ErrorSeverity.Warning, IReadOnlyDictionary<string, object?>? metadata = null, string? component = null) =>
        _book.Add(_maker.Of(layer, errorType, message, severity, metadata, component));

    /// <inheritdoc/>
    public ValueTask<RecoveryResult> AddErrorAsync(
        string? layer,
        Exception? exception,
        ErrorSeverity severity = ErrorSeverity.Warning,
        IReadOnlyDictionary<string, object?>? metadata = null,
        string? component = null,
        Func<CancellationToken, ValueTask>? rerun = null,
        CancellationToken cancellationToken = default) =>
        _maker.Of(layer, exception, severity, metadata, component) is { } error
            ? _book.AddAsync(error, rerun, cancellationToken)
            : ValueTask.FromResult(SharedLayerBook.NothingAttempted);

    /// <inheritdoc/>
    public bool ShouldEscalate(string? layer) => _book.Read((book, now) => book.ShouldEscalate(LayerNames.Of(layer), now));

    /// <inheritdoc/>
    public bool ShouldLog(string? layer) => _book.Read((book, _) => book.ShouldLog(LayerNames.Of(layer)));

    /// <inheritdoc/>
    public LayerStatus GetStatus(string? layer) => _book.Read((book, now) => book.StatusOf(LayerNames.Of(layer), now));

    /// <inheritdoc/>
    public IReadOnlyList<LayerStatus> GetStatuses() => _book.Read(static (book, now) => book.Statuses(now));

    /// <inheritdoc/>
    public IReadOnlyList<LayerError> GetTimeline() => _book.Read(static (book, _) => book.Timeline());

    /// <inheritdoc/>
    public IReadOnlyList<DetectedPattern> GetPatterns(TimeSpan? window = null)
    {
        var length = Checked(window);
        return _book.Read((book, now) => book.Patterns(now, length));
    }

    /// <inheritdoc/>
    public LayerPatternSummary GetPatternSummary(TimeSpan? window = null) => LayerPatternSummary.Of(GetPatterns(window));

    /// <inheritdoc/>
    public IReadOnlyList<RecoveryAttempt> GetRecoveryActions() => _book.Read(static (book, _) => book.Actions());

    /// <inheritdoc/>
    public RecoverySummary GetRecoverySummary(string? layer = null) => _book.Read((book, _) => book.Recoveries(layer is null ? null : LayerNames.Of(layer)));

    /// <inheritdoc/>
    public LayeredErrorSnapshot GetSnapshot(TimeSpan? window = null)
    {
        var length = Checked(window);
        return _book.Read((book, now) => new LayeredErrorSnapshot
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
        var kept = value is null ? null : _maker.Value(name, value);
        return _book.Read((book, _) => book.Correlate(key, kept));
    }

    /// <inheritdoc/>
    public void Clear() => _book.Clear();

    /// <summary>Adds an error of the registry, on the thread that records it: never waits, starts recoveries elsewhere.</summary>
    internal void Feed(in NewLayerError error) => _book.Feed(in error);

    /// <summary>What is kept of a message: bounded and without secrets.</summary>
    internal string CleanMessage(string message) => _maker.Text(message);

    /// <summary>Done when all recoveries that run elsewhere have ended and are counted.</summary>
    internal Task WhenIdleAsync() => _book.WhenIdleAsync();

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
}
