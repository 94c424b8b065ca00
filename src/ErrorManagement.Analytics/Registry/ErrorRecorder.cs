using System.Diagnostics;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// The way of an occurrence into the registry, on the caller's thread. A known error: one look-up and counters, without lock, string,
/// allocation or I/O. A new one: its frames are captured and it waits, in a bounded queue, for names and a place.
/// </summary>
internal sealed class ErrorRecorder : IThreadPoolWorkItem
{
    private const string UnknownComponent = "unknown";
    private const string UnknownType = "unknown";
    private const int WorkerBatch = 32;
    private const int MaxAttempts = 8;
    private const int KeysPerRecord = 8;

    private readonly ErrorRegistryOptions _options;
    private readonly RegistryClock _clock;
    private readonly IErrorClassifier? _classifier;
    private readonly IPatternDetector? _detector;
    private readonly ErrorWorker _worker;
    private readonly SecretScrubber _scrubber;
    private readonly ErrorCapture _capture;
    private readonly ErrorOrigin _origin;
    private readonly int _maxKeys;
    private readonly LifetimeTotals _lifetime = new();
    private readonly RegistryTroubles _troubles;
    private RegistryState _state;
    private long _lastHandle;
    private int _scheduled;
    private volatile bool _stopped;

    public ErrorRecorder(ErrorRegistryOptions options, RegistryClock clock, IErrorClassifier? classifier, IPatternDetector? detector, RegistryTroubles? troubles = null)
    {
        _options = options;
        _clock = clock;
        _classifier = classifier;
        _detector = detector;
        _worker = new ErrorWorker(options, clock);
        _scrubber = new SecretScrubber(options.Scrubbing);
        _capture = new ErrorCapture(options, _scrubber);
        _origin = ErrorOrigin.Of(options);
        _maxKeys = (int)Math.Min(int.MaxValue / 8, ((long)options.Capacity + options.QueueCapacity) * KeysPerRecord);
        _troubles = troubles ?? RegistryTroubles.Untold;
        _state = NewState();
    }

    /// <summary>What is remembered now.</summary>
    public RegistryState State => Volatile.Read(ref _state);

    /// <summary>What was counted since the recorder was made.</summary>
    public LifetimeTotals Lifetime => _lifetime;

    /// <summary>Records; never throws.</summary>
    public RecordedError Record(in Incident incident)
    {
        var state = State;
        var thread = RecordingThread.Current;
        if (thread.IsRecording)
        {
            state.CountDrop(DropReason.Reentrant);
            return RecordedError.None;
        }

        thread.IsRecording = true;
        try
        {
            return RecordGuarded(state, thread, in incident);
        }
        catch (Exception e)
        {
            // Whatever it was, the host must not notice; the ledger says that it happened.
            _troubles.Note(RegistryTrouble.Recording, e);
            state.CountDrop(DropReason.Failure);
            return RecordedError.None;
        }
        finally
        {
            thread.IsRecording = false;
        }
    }

    /// <summary>The record of an error, if it is known; records nothing.</summary>
    public ErrorId Identify(Exception? exception, string? component)
    {
        var thread = RecordingThread.Current;
        if (exception is null || thread.IsRecording)
        {
            return default;
        }

        thread.IsRecording = true;
        try
        {
            var incident = new Incident { Exception = ExceptionShapes.Unwrap(exception), Component = Name(component), Source = ErrorSources.None };
            return State.Keys.Find(CoreKey(in incident, thread, ExceptionShapes.MessageOf(incident.Exception))) is { } record ? new ErrorId(record.Handle) : default;
        }
        catch (Exception e)
        {
            // Asked for by the resilience half on its own paths: no answer is an answer.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return default;
        }
        finally
        {
            thread.IsRecording = false;
        }
    }

    /// <summary>Takes the gate with nothing waiting: what was recorded before is visible.</summary>
    public RegistryState DrainAndLock()
    {
        while (true)
        {
            var state = State;
            state.Gate.Enter();
            if (ReferenceEquals(state, State))
            {
                _worker.DrainLocked(state);
                _troubles.TellLater();
                return state;
            }

            state.Gate.Exit();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        var next = NewState();
        lock (_lifetime.Gate)
        {
            var ended = State;
            Volatile.Write(ref _state, next);
            lock (ended.Gate)
            {
                ended.RetireLocked();
            }
        }

        _detector?.Clear();
    }

    /// <summary>Ends background work for good; what waits is finished by whoever asks next.</summary>
    public void Stop() => _stopped = true;

    public void Execute()
    {
        // Cleared first: an error that is queued from now on asks for the next run.
        Volatile.Write(ref _scheduled, 0);
        var state = State;
        while (!_stopped && !state.Queue.IsEmpty)
        {
            lock (state.Gate)
            {
                _worker.DrainLocked(state, WorkerBatch);
            }

            _troubles.TellLater();
        }
    }

    private RegistryState NewState() => new(_options, _clock.Read()) { Lifetime = _lifetime, Troubles = _troubles };

    private RecordedError RecordGuarded(RegistryState state, RecordingThread thread, in Incident incident)
    {
        var exception = incident.Exception;
        if (exception is not null && ExceptionShapes.IsCallerCancellation(exception))
        {
            if (state.Seen.IsRepeat(exception, incident.Site, record: null, out var known))
            {
                return Repeat(known, in incident);
            }

            state.CountCancellation();
            return RecordedError.None;
        }

        if (exception is not null && CauseFinder.Find(state, exception) is { } cause && TryCountConsequence(state, in incident, cause, out var consequence))
        {
            return consequence;
        }

        var message = incident.Message ?? ExceptionShapes.MessageOf(exception!);
        if (_scrubber.MayHoldSecret(message))
        {
            message = _scrubber.Scrub(message);
        }

        var core = CoreKey(in incident, thread, message);
        var site = StableHash.Combine(core, incident.Site);
        var record = state.Keys.Find(site);
        if (exception is not null && state.Seen.IsRepeat(exception, incident.Site, record, out var before))
        {
            return Repeat(before, in incident);
        }

        var noted = record;
        var now = _clock.Read();
        for (var attempt = 0; attempt < MaxAttempts; attempt++, record = state.Keys.Find(site))
        {
            var isNew = false;
            if (record is null)
            {
                record = Enter(state, in incident, message, core, site, now, out isNew);
                if (record is null)
                {
                    return RecordedError.None;
                }
            }

            var severity = SeverityOf(in incident, record);
            if (record.TryCount(severity, now, out var count))
            {
                if (exception is not null && !ReferenceEquals(record, noted))
                {
                    state.Seen.Set(exception, record);
                }

                return Counted(state, in incident, record, severity, message, now, isNew, count);
            }

            // The record ended meanwhile; a key that still leads to it must go.
            state.Keys.Remove(site, record);
            state.Keys.Remove(core, record);
        }

        _troubles.Note(RegistryTrouble.Recording);
        state.CountDrop(DropReason.Failure);
        return RecordedError.None;
    }

    private RecordedError Counted(RegistryState state, in Incident incident, TrackedError record, ErrorSeverity severity, string message, RegistryMoment now, bool isNew, long count)
    {
        record.Touch(in incident, severity, now);
        state.Recent.Add(now.Second, 1);
        if (TrackedError.IsExample(count))
        {
            record.Keep(DetailsOf(in incident, severity, message, now), now.Minute);
        }

        Observe(record.Patterns, now);
        return new RecordedError(new ErrorId(record.Handle), count, isNew);
    }

    /// <summary>A rejection or an exhausted retry is counted with its cause, and makes no record of its own.</summary>
    private bool TryCountConsequence(RegistryState state, in Incident incident, TrackedError cause, out RecordedError recorded)
    {
        if (state.Seen.IsRepeat(incident.Exception!, incident.Site, cause, out var before))
        {
            recorded = Repeat(before, in incident);
            return true;
        }

        var now = _clock.Read();
        if (cause.Living is not { } living || !living.TryCountConsequence(SeverityOf(in incident, living), now))
        {
            recorded = default;
            return false;
        }

        state.Recent.Add(now.Second, 1);
        recorded = new RecordedError(new ErrorId(living.Handle), living.Count, IsNew: false);
        return true;
    }

    /// <summary>The record of an error at a call site that is new: one that is known from elsewhere, or a new one. Null when there is no room for it to wait.</summary>
    private TrackedError? Enter(RegistryState state, in Incident incident, string message, ulong core, ulong site, RegistryMoment now, out bool isNew)
    {
        isNew = false;
        var record = state.Keys.Find(core);
        if (record is null)
        {
            if (!state.TryReserve())
            {
                // Another thread may have made it known since: then it needs no place.
                if (state.Keys.Find(core) is { } known)
                {
                    return known;
                }

                Refuse(state, in incident, now);
                return null;
            }

            var reserved = true;
            try
            {
                var made = Make(state, in incident, now);
                var captured = _capture.Capture(in incident, made, message);
                record = state.Publish(core, captured);
                isNew = ReferenceEquals(record, made);
                if (isNew)
                {
                    reserved = false;
                    Schedule();
                }
            }
            finally
            {
                if (reserved)
                {
                    state.Release();
                }
            }
        }

        AddSite(state, record, site);
        return record;
    }

    private void AddSite(RegistryState state, TrackedError record, ulong site)
    {
        // Call sites are a short cut only: beyond the bound the look-up takes two steps.
        if (state.Keys.Count < _maxKeys && record.TryAddSite(site))
        {
            state.Keys.Set(site, record);
        }
    }

    private TrackedError Make(RegistryState state, in Incident incident, RegistryMoment now)
    {
        var exception = incident.Exception;
        var errorType = exception is null ? incident.ErrorType! : ExceptionShapes.NameOf(exception.GetType());
        var verdict = exception is null ? default : Judge(exception);
        var code = incident.Code;
        if (code.IsNone && exception is not null)
        {
            ErrorCode.TryOf(exception.GetType(), out code);
        }

        var identity = !code.IsNone ? code.ToString() : verdict is { } known && !known.Identity.IsNone ? known.Identity.ToString() : null;
        return new TrackedError((ulong)Interlocked.Increment(ref _lastHandle), incident.Component, errorType, state.Series, TrackOf(errorType, incident.Component), _options.MaxOccurrencesPerRecord, now)
        {
            // What one object declares of itself is not the default of all: each declares its own.
            DefaultSeverity = (exception is CodedException { Severity: not null } ? null : verdict?.Severity) ?? SeverityRules.Of(exception, errorType),
            Category = incident.Category != ErrorCategory.Unknown ? incident.Category : verdict?.Category ?? (exception as CodedException)?.Category ?? ErrorCategory.Unknown,
            Code = code,
            Identity = identity,
        };
    }

    /// <summary>A new error with no place to wait: it is counted in all figures, and its details are lost.</summary>
    private void Refuse(RegistryState state, in Incident incident, RegistryMoment now)
    {
        var exception = incident.Exception;
        var errorType = exception is null ? incident.ErrorType! : ExceptionShapes.NameOf(exception.GetType());
        var severity = incident.Severity ?? (exception as CodedException)?.Severity ?? SeverityRules.Of(exception, errorType);
        state.CountEnded(errorType, incident.Component, severity, 1);
        state.CountDrop(DropReason.QueueFull);
        _lifetime.Settle(incident.Component, severity, 1);
        _troubles.Note(RegistryTrouble.QueueFull);
        state.Series.Of(severity).Add(now.Minute, 1);
        state.Series.GetOrAdd(incident.Component).Add(now.Minute, 1);
        state.Recent.Add(now.Second, 1);
        Observe(TrackOf(errorType, incident.Component), now);
        Schedule();
    }

    private static RecordedError Repeat(TrackedError? record, in Incident incident)
    {
        if (record?.Living is not { } living)
        {
            return RecordedError.None;
        }

        living.Amend(SeverityOf(in incident, living), incident.Context, incident.Source);
        if (incident.Handled)
        {
            living.CountHandled();
        }

        return new RecordedError(new ErrorId(living.Handle), living.Count, IsNew: false);
    }

    private OccurrenceDetails DetailsOf(in Incident incident, ErrorSeverity severity, string message, RegistryMoment now)
    {
        var activity = incident.TraceId is null ? Activity.Current : null;
        return new OccurrenceDetails(
            incident.Timestamp?.UtcTicks ?? now.Utc,
            ErrorWorker.Cut(message, _options.MaxMessageLength),
            severity,
            incident.Context,
            incident.TraceId ?? activity?.TraceId.ToHexString(),
            incident.SpanId ?? activity?.SpanId.ToHexString(),
            incident.Release ?? _origin.Release,
            incident.Host ?? _origin.Host,
            incident.Source,
            incident.Resilience,
            incident.Recovered,
            incident.Handled);
    }

    private static ErrorSeverity SeverityOf(in Incident incident, TrackedError record)
    {
        var severity = incident.Severity ?? (incident.Exception as CodedException)?.Severity ?? record.DefaultSeverity;
        return severity is >= ErrorSeverity.Debug and <= ErrorSeverity.Critical ? severity : ErrorSeverity.Error;
    }

    private ErrorClassification? Judge(Exception exception)
    {
        try
        {
            return _classifier?.Classify(exception);
        }
        catch (Exception e)
        {
            // A rule of the host's own may fail; the error is recorded all the same.
            _troubles.Note(RegistryTrouble.Classifier, e);
            return null;
        }
    }

    private IPatternTrack? TrackOf(string errorType, string component)
    {
        try
        {
            return _detector?.Track(errorType, component);
        }
        catch (Exception e)
        {
            // Without patterns rather than not at all.
            _troubles.Note(RegistryTrouble.Detector, e);
            return null;
        }
    }

    private void Observe(IPatternTrack? track, RegistryMoment now)
    {
        try
        {
            track?.Observe(now.SteadyTime);
        }
        catch (Exception e)
        {
            _troubles.Note(RegistryTrouble.Detector, e);

            // The occurrence is counted already and must not be counted as a failure as well.
        }
    }

    private void Schedule()
    {
        if (!_stopped && Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private static ulong CoreKey(in Incident incident, RecordingThread thread, string message)
    {
        var key = StableHash.Combine(thread.HashOfComponent(incident.Component), incident.Template is { } template ? StableHash.Of(template) : thread.HashOfMessage(message));
        key = StableHash.Combine(key, incident.Exception is { } exception ? ExceptionShapes.KeyOf(exception) : StableHash.Of(incident.ErrorType));

        // A code that the exception's own type says is in the key already: who asks for the record of an exception has only the exception.
        return incident.Code.IsNone || (incident.Exception is CodedException coded && coded.Code == incident.Code)
            ? key
            : StableHash.Combine(key, StableHash.Of(incident.Code.Product) ^ StableHash.Of(incident.Code.Family) ^ (ulong)incident.Code.Number);
    }

    /// <summary>A component as it is recorded: never null or empty.</summary>
    public static string Name(string? component) => string.IsNullOrEmpty(component) ? UnknownComponent : component;

    /// <summary>An error type as it is recorded: never null or empty.</summary>
    public static string TypeName(string? errorType) => string.IsNullOrEmpty(errorType) ? UnknownType : errorType;
}
