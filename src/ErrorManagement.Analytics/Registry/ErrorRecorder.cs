using System.Diagnostics;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Classification;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// The way of an occurrence into the registry, on the caller's thread. A known error: one look-up and counters, without lock, string,
/// allocation or I/O. A new one: its frames are captured and it waits, in a bounded queue, for names and a place.
/// </summary>
internal sealed partial class ErrorRecorder
{
    private const string UnknownComponent = "unknown";
    private const string UnknownType = "unknown";
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
    private readonly GroupingMode _by;
    private readonly Func<GroupingRequest, string?>? _rule;
    private readonly LifetimeTotals _lifetime = new();
    private readonly RegistryTroubles _troubles;
    private RegistryState _state;
    private long _lastHandle;

    public ErrorRecorder(ErrorRegistryOptions options, RegistryClock clock, IErrorClassifier? classifier, IPatternDetector? detector, RegistryTroubles? troubles = null)
    {
        _options = options;
        _clock = clock;
        _classifier = classifier;
        _detector = detector;
        _worker = new ErrorWorker(options, clock);
        _troubles = troubles ?? RegistryTroubles.Untold;
        Changes = new ChangeTeller(_troubles);
        _scrubber = new SecretScrubber(options.Scrubbing, failure => _troubles.Note(RegistryTrouble.Scrubber, failure));
        _capture = new ErrorCapture(options, _scrubber);
        _origin = ErrorOrigin.Of(options);
        _maxKeys = (int)Math.Min(int.MaxValue / 8, ((long)options.Capacity + options.QueueCapacity) * KeysPerRecord);
        _by = options.Grouping.By;
        _rule = options.Grouping.Rule;
        _state = NewState();
    }

    /// <summary>What is remembered now.</summary>
    public RegistryState State => Volatile.Read(ref _state);

    /// <summary>What was counted since the recorder was made.</summary>
    public LifetimeTotals Lifetime => _lifetime;

    /// <summary>Who tells of the life of records.</summary>
    public ChangeTeller Changes { get; }

    /// <summary>What takes secrets out.</summary>
    public SecretScrubber Scrubber => _scrubber;

    /// <summary>What finishes errors and puts them together.</summary>
    public ErrorWorker Worker => _worker;

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
        thread.IsCounted = false;
        try
        {
            return RecordBounded(state, thread, in incident);
        }
        catch (ThreadInterruptedException e)
        {
            return RecordInterrupted(state, thread, in incident, e);
        }
        catch (Exception e)
        {
            return Failed(state, thread, e);
        }
        finally
        {
            thread.IsRecording = false;
        }
    }

    /// <summary>Takes the gate of what is remembered now; what waits, waits on.</summary>
    public RegistryState Lock()
    {
        while (true)
        {
            var state = State;
            state.Gate.Enter();
            if (ReferenceEquals(state, State))
            {
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

    private RegistryState NewState() => new(_options, _clock.Read()) { Lifetime = _lifetime, Troubles = _troubles, Changes = Changes, OwnRelease = _origin.Release is { } own ? SeenOrigins.Kept(own) : null };

    /// <summary>The context bounded and without secrets; of a message that came with it, what they tell of each other is taken out of both.</summary>
    private Incident WithCleanContext(in Incident incident)
    {
        var context = incident.Context!;
        var format = incident.Exception is not null && incident.Source == ErrorSources.Logger ? context.Data?.GetValueOrDefault(IncidentNames.LogMessage) as string : null;
        if (incident.Message is null && format is null)
        {
            return incident with { Context = Bounded(context) };
        }

        var (message, values) = _options.Scrubbing.Enabled ? NamedValues.TakeOut(incident.Message, format, context, _scrubber) : (incident.Message, context);
        return incident with { Message = message, Context = Bounded(values) };
    }

    private RecordedError RecordBounded(RegistryState state, RecordingThread thread, in Incident incident) =>
        incident.Context is null
            ? RecordGuarded(state, thread, in incident)
            : RecordGuarded(state, thread, WithCleanContext(in incident));

    private RecordedError RecordGuarded(RegistryState state, RecordingThread thread, in Incident incident) =>
        IncidentNames.AreClean(in incident, thread, _scrubber)
            ? RecordClean(state, thread, in incident)
            : RecordClean(state, thread, IncidentNames.Clean(in incident, _scrubber));

    private RecordedError RecordClean(RegistryState state, RecordingThread thread, in Incident incident)
    {
        var exception = incident.Exception;
        if (exception is null || thread.IsOrdinary(exception))
        {
            return RecordOrdinary(state, thread, in incident);
        }

        if (ExceptionShapes.IsCallerCancellation(exception))
        {
            if (IsRepeat(state, in incident, record: null, out var known))
            {
                thread.IsCounted = true;
                return Repeat(known, in incident);
            }

            state.CountCancellation();
            thread.IsCounted = true;
            return RecordedError.None;
        }

        return CauseFinder.Find(state, exception) is { } cause && TryCountConsequence(state, thread, in incident, cause, out var consequence)
            ? consequence
            : RecordOrdinary(state, thread, in incident);
    }

    /// <summary>Records an error that is neither a caller's giving up nor the consequence of another one.</summary>
    private RecordedError RecordOrdinary(RegistryState state, RecordingThread thread, in Incident incident) =>
        _rule is null ? RecordGrouped(state, thread, in incident) : RecordGrouped(state, thread, WithRule(in incident, thread));

    private RecordedError RecordGrouped(RegistryState state, RecordingThread thread, in Incident incident)
    {
        var exception = incident.Exception;
        var frames = state.Seen.FramesOf(exception);
        var record = Find(state, in incident, in frames, thread, out var keys, out var message, out var isNear);
        if (exception is not null && IsRepeat(state, in incident, in frames, record, out var before))
        {
            thread.IsCounted = true;
            return Repeat(before, in incident);
        }

        if (record is not null && !isNear)
        {
            AddNear(state, record, keys.Near);
        }

        var noted = record;
        var now = _clock.Read();
        var isNew = false; // also when what was made for it became part of another record before it was counted
        for (var attempt = 0; attempt < MaxAttempts; attempt++, record = keys.Find(state.Keys, out _))
        {
            var isBare = false;
            if (record is null)
            {
                record = Enter(state, in incident, in frames, message, ref keys, now, out var isMade, out isBare);
                if (record is null)
                {
                    return RecordedError.None;
                }

                isNew |= isMade;
            }

            var severity = SeverityOf(in incident, record);
            if (record.TryCount(severity, now, out var count, incident.Context))
            {
                thread.IsCounted = true;
                if (exception is not null && !ReferenceEquals(record, noted))
                {
                    state.Seen.Set(exception, record);
                }

                return Counted(state, in incident, record, severity, message, now, isNew, isBare, count);
            }

            if (record.TryPass(severity, now, out var living, out count, incident.Context))
            {
                thread.IsCounted = true;
                if (exception is not null && !ReferenceEquals(record, noted))
                {
                    state.Seen.Set(exception, record);
                }

                record.NotePassed(incident.Recovered, incident.Handled);
                record.NotePassed(ForeignRelease(in incident), now);
                return Counted(state, in incident, living, severity, message, now, isNew, isBare, count);
            }

            // The record ended meanwhile; a key that still leads to it must go.
            keys.Remove(state.Keys, record);
        }

        // Each time, its record had to go before it was counted: too many errors for too few places.
        Refuse(state, in incident, now, DropReason.Evicted);
        return RecordedError.None;
    }

    private RecordedError Counted(RegistryState state, in Incident incident, TrackedError record, ErrorSeverity severity, string message, RegistryMoment now, bool isNew, bool isBare, long count)
    {
        record.CountRelease(ForeignRelease(in incident), now);
        record.Touch(in incident, severity, now);
        var isTurn = record.IsWatched && record.Notice(state, in incident, _origin, now);
        PolicyNotes.Tell(incident.Exception, record);
        if (isBare)
        {
            // There was no place to find out whether it is another error than those that it is counted with.
            state.CountDrop(DropReason.QueueFull);
            _troubles.Note(RegistryTrouble.QueueFull);
        }
        else if (record.Origins.IsNew(incident.Release ?? _origin.Release, incident.Host ?? _origin.Host) is var isFirstOfOrigin && (isFirstOfOrigin || isTurn || record.IsExample(count)))
        {
            Keep(state, in incident, record, severity, message, now, count, isFirstOfOrigin || isTurn);
        }

        Observe(record.Patterns, now, incident.Context?.Layer);
        Tell(in incident, record, severity, now);
        return new RecordedError(new ErrorId(record.Handle), count, isNew);
    }

    /// <summary>The release of an occurrence, where that is not the registry's own.</summary>
    private string? ForeignRelease(in Incident incident) => string.IsNullOrEmpty(incident.Release) || string.Equals(incident.Release, _origin.Release, StringComparison.Ordinal) ? null : incident.Release;

    private void Keep(RegistryState state, in Incident incident, TrackedError record, ErrorSeverity severity, string message, RegistryMoment now, long count, bool isFirstOfOrigin)
    {
        try
        {
            if (isFirstOfOrigin && (incident.Release ?? _origin.Release) is { } release)
            {
                state.Releases.See(release);
            }

            var details = DetailsOf(in incident, severity, message, now);
            var outcome = record.Keep(in details, count, now.Minute, isFirstOfOrigin);
            if (outcome == KeepOutcome.Ended)
            {
                outcome = record.Living?.Keep(in details, count, now.Minute, isFirstOfOrigin) ?? KeepOutcome.Ended;
            }

            if (outcome != KeepOutcome.Settled)
            {
                state.CountDrop(outcome == KeepOutcome.Muted ? DropReason.Muted : DropReason.Evicted);
            }
        }
        catch (Exception e)
        {
            // The occurrence is counted already and must not be counted as a failure as well.
            _troubles.Note(RegistryTrouble.Recording, e);
            state.CountDrop(DropReason.Unfinished);
        }

        if (state.Store.Bytes.IsOver)
        {
            Schedule();
        }
    }

    private static int InstanceOf(in Incident incident) => incident.Exception is { } exception ? RuntimeHelpers.GetHashCode(exception) : 0;

    private OccurrenceDetails DetailsOf(in Incident incident, ErrorSeverity severity, string message, RegistryMoment now)
    {
        var activity = incident.TraceId is null ? Activity.Current : null;
        return new OccurrenceDetails(
            incident.Timestamp?.UtcTicks ?? now.Utc,
            BoundedText.Cut(message, _options.MaxMessageLength),
            severity,
            incident.Context ?? Bounded(ExceptionContext.Of(incident.Exception, _options.CaptureExceptionData)),
            _scrubber.ScrubName(incident.TraceId) ?? activity?.TraceId.ToHexString(),
            _scrubber.ScrubName(incident.SpanId) ?? activity?.SpanId.ToHexString(),
            incident.Release ?? _origin.Release,
            incident.Host ?? _origin.Host,
            incident.Source,
            incident.Resilience ?? PolicyNotes.Of(incident.Exception),
            incident.Recovered,
            incident.Handled)
        {
            Instance = InstanceOf(in incident),
        };
    }

    /// <summary>What may be kept of a context: no secrets, no objects of the host's own, and a bounded part of it.</summary>
    private OperationContext? Bounded(OperationContext? context) => _scrubber.Scrub(context, _options.MaxContextEntries, _options.MaxContextValueLength);

    private static ErrorSeverity SeverityOf(in Incident incident, TrackedError record) => Said(in incident) ?? record.DefaultSeverity;

    /// <summary>What caller or exception say, where that is a severity; null when they say nothing.</summary>
    private static ErrorSeverity? Said(in Incident incident)
    {
        var severity = incident.Severity ?? (incident.Exception as CodedException)?.Severity;
        return severity is null or (>= ErrorSeverity.Debug and <= ErrorSeverity.Critical) ? severity : ErrorSeverity.Error;
    }

    private void Observe(IPatternTrack? track, RegistryMoment now, string? layer)
    {
        try
        {
            track?.Observe(now.SteadyTime, layer);
        }
        catch (Exception e)
        {
            _troubles.Note(RegistryTrouble.Detector, e);

            // The occurrence is counted already and must not be counted as a failure as well.
        }
    }

    /// <summary>A name as it is kept: bounded and without secrets.</summary>
    public string KeptName(string name) => _scrubber.ScrubName(name)!;

    /// <summary>A layer or a phase as it is kept: bounded and without secrets.</summary>
    public string KeptPart(string part) => Bounded(new OperationContext { Layer = part })!.Layer!;

    /// <summary>A component as it is recorded: never null or empty.</summary>
    public static string Name(string? component) => string.IsNullOrEmpty(component) ? UnknownComponent : component;

    /// <summary>An error type as it is recorded: never null or empty.</summary>
    public static string TypeName(string? errorType) => string.IsNullOrEmpty(errorType) ? UnknownType : errorType;
}
