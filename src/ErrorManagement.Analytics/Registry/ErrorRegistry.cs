using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Classification;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics;

/// <summary>The error registry: every error once, with exact counts, in memory of a bounded size.</summary>
/// <remarks>
/// Safe on any thread. Recording a known error takes a look-up and some counters, without lock or allocation; a new one is finished on a
/// thread of the pool, or by the first query after it. No thread, timer or task exists while nothing is new.
/// Disposing ends background work; recording and queries go on working.
/// </remarks>
public sealed partial class ErrorRegistry : IErrorRegistry, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan DefaultPatternWindow = TimeSpan.FromHours(24);

    private readonly ErrorRegistryOptions _options;
    private readonly RegistryClock _clock;
    private readonly ErrorRecorder _recorder;
    private readonly IPatternDetector? _detector;
    private readonly RegistryTroubles _troubles;

    /// <summary>Makes a registry.</summary>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public ErrorRegistry(ErrorRegistryOptions? options = null, TimeProvider? timeProvider = null)
        : this(options, timeProvider, RegistryDefaults.Classifier, RegistryDefaults.PatternDetector())
    {
    }

    /// <summary>Makes a registry that takes categories, severities and code-like identities from a classifier of the host's choice.</summary>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="classifier">The classifier; null leaves categories unknown and severities to the names of the types. Asked on the caller's thread, once for each new error.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public ErrorRegistry(ErrorRegistryOptions? options, TimeProvider? timeProvider, IErrorClassifier? classifier)
        : this(options, timeProvider, classifier, RegistryDefaults.PatternDetector())
    {
    }

    /// <summary>Makes a registry that tells its own troubles to a log, and its figures to a meter of the host's choice.</summary>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="classifier">The classifier; null leaves categories unknown and severities to the names of the types. Asked on the caller's thread, once for each new error.</param>
    /// <param name="loggerFactory">Makes the logger of the category <c>ErrorManagement</c>, on a thread of the pool, when there is something to tell first; null for no log.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public ErrorRegistry(ErrorRegistryOptions? options, TimeProvider? timeProvider, IErrorClassifier? classifier, ILoggerFactory? loggerFactory, IMeterFactory? meterFactory)
        : this(options, timeProvider, classifier, RegistryDefaults.PatternDetector(), loggerFactory is null ? null : () => loggerFactory, meterFactory)
    {
    }

    internal ErrorRegistry(
        ErrorRegistryOptions? options,
        TimeProvider? timeProvider,
        IErrorClassifier? classifier,
        IPatternDetector? detector,
        Func<ILoggerFactory?>? loggers = null,
        IMeterFactory? meterFactory = null)
    {
        _options = options?.Copy() ?? new ErrorRegistryOptions();
        ErrorRegistryOptionsValidator.ThrowIfInvalid(_options);
        _clock = new RegistryClock(timeProvider ?? TimeProvider.System);
        _detector = detector;
        _troubles = new RegistryTroubles(_clock, loggers, _options.QueueCapacity);
        _recorder = new ErrorRecorder(_options, _clock, classifier, detector, _troubles);
        _recorder.Changes.Sender = this;
        Figures = new RegistryFigures(_recorder);
        _troubles.Registry = RegistryInstruments.Of(meterFactory).Add(Figures, _options.Name);
        ResilienceNotes.Keep();
    }

    /// <summary>One registry for the whole process, with default settings, made on first use. For code that no container reaches; prefer a registry that is handed in.</summary>
    public static ErrorRegistry Shared => SharedInstance.Value;

    /// <summary>Tells an observer of each occurrence from now on, on the thread that records it.</summary>
    internal void Attach(IOccurrenceObserver observer) => _recorder.Attach(observer);

    /// <summary>Tells an observer no more.</summary>
    internal void Detach(IOccurrenceObserver observer) => _recorder.Detach(observer);

    /// <summary>What metrics tell of it.</summary>
    internal RegistryFigures Figures { get; }

    /// <inheritdoc />
    public RecordedError Record(Exception? exception, string component, ErrorSeverity? severity = null, OperationContext? context = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        exception is null ? RecordedError.None : Record(exception, component, null, severity, context, file, line);

    /// <inheritdoc />
    public RecordedError Record(ErrorOccurrence occurrence) => RecordOccurrence(in occurrence, occurrence.Exception is null ? ErrorSources.Occurrence : ErrorSources.Catch);

    /// <inheritdoc />
    public void Report(in ErrorOccurrence occurrence) => RecordOccurrence(in occurrence, ErrorSources.Resilience);

    /// <inheritdoc />
    public ErrorId Identify(Exception exception, string component) => _recorder.Identify(exception, component);

    /// <inheritdoc />
    public ErrorRecord? Find(ErrorId id)
    {
        if (id.IsNone)
        {
            return null;
        }

        var state = _recorder.DrainAndLock();
        try
        {
            return state.Store.Find(id)?.Snapshot(state.OwnRelease);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<DetectedPattern> GetPatterns(TimeSpan? window = null)
    {
        if (window <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero; it is {window}.");
        }

        return WithRecords(_detector?.GetPatterns(_clock.Read().SteadyTime, window ?? DefaultPatternWindow) ?? []);
    }

    /// <inheritdoc />
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        _recorder.DrainAndLock().Gate.Exit();
        return _recorder.Changes.WhenToldAsync(cancellationToken);
    }

    /// <inheritdoc />
    public void Clear()
    {
        _recorder.Clear();
        _troubles.ForgetLoss();
    }

    /// <summary>Ends background work, metrics and log messages. What was recorded stays readable.</summary>
    public void Dispose()
    {
        _recorder.Stop();
        _recorder.Changes.Stop();
        _troubles.Stop();
        Figures.End();
    }

    /// <summary>Ends background work, metrics and log messages. What was recorded stays readable.</summary>
    /// <returns>Done at once.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a catch block hands in, with a fingerprint of its own or none.</summary>
    internal RecordedError Record(Exception exception, string component, string? fingerprint, ErrorSeverity? severity, OperationContext? context, string file, int line) =>
        _recorder.Record(new Incident
        {
            Exception = ExceptionShapes.Unwrap(exception),
            Component = ErrorRecorder.Name(component),
            Fingerprint = string.IsNullOrWhiteSpace(fingerprint) ? null : fingerprint,
            Severity = severity,
            Context = context,
            File = file,
            Line = line,
            Source = ErrorSources.Catch,
        });

    private RecordedError RecordOccurrence(in ErrorOccurrence occurrence, ErrorSources source) =>
        OccurrenceIntake.TryRead(in occurrence, source, out var incident) ? _recorder.Record(in incident) : RecordedError.None;

    private static class SharedInstance
    {
        public static readonly ErrorRegistry Value = new();
    }
}
