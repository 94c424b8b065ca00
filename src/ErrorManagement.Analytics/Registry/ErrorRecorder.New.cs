using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Series;
using ErrorManagement.Classification;

namespace ErrorManagement.Analytics.Registry;

/// <content>The way of an error that is not known yet.</content>
internal sealed partial class ErrorRecorder
{
    /// <summary>The record of an error that was not known a moment ago. Null when there is no room for it to wait, and none that it could be counted with.</summary>
    /// <param name="state">What is remembered.</param>
    /// <param name="incident">The error.</param>
    /// <param name="frames">The frames of its exception.</param>
    /// <param name="message">Its message without secrets.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="now">The time.</param>
    /// <param name="isNew">Whether the record was made for it.</param>
    /// <param name="isBare">Whether there was no room for it to wait, so that it is counted with the error that it is most like.</param>
    private TrackedError? Enter(RegistryState state, in Incident incident, in ThrownFrames frames, string message, ref ErrorKeys keys, RegistryMoment now, out bool isNew, out bool isBare)
    {
        isNew = false;
        isBare = false;
        var key = keys.Own;
        var family = keys.HasFamily ? state.Families.Find(keys.Family) : null;
        var record = state.Keys.Find(key);
        var isRecursive = record is null && family is { IsCrowded: true } && StackKeys.IsRecursive(in incident, in frames);
        if (record is null && family is not null && family.WidthOf(isRecursive) is var width and not StackWidth.Places)
        {
            record = keys.FindWide(state.Keys, width, in incident, in frames);
            if (record is null && width == StackWidth.None && family.Nearest(new FrameStart(in frames)) is { } nearest)
            {
                return nearest;
            }

            key = keys.Wide;
        }

        if (record is null)
        {
            record = TryMake(state, in incident, message, key, now, out isNew) ?? state.Keys.Find(key);
            if (record is null)
            {
                isBare = true;
                record = family?.Nearest(new FrameStart(in frames));
                if (record is null)
                {
                    Refuse(state, in incident, now, DropReason.QueueFull);
                }

                return record;
            }

            if (isNew && keys.HasFamily)
            {
                Join(state, keys.Family, record, new FrameStart(in frames), isRecursive);
            }
        }

        AddNear(state, record, keys.Near);
        return record;
    }

    private static void Join(RegistryState state, ulong key, TrackedError record, in FrameStart start, bool isRecursive)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var family = state.Families.Find(key) ?? state.Families.GetOrAdd(key, new ErrorFamily(key, state.Families), static _ => { });
            if (family.TryJoin(record, in start, isRecursive))
            {
                return;
            }

            // Its last record ended just now.
            state.Families.Remove(key, family);
        }
    }

    /// <summary>Makes a new error known. Null when there is no place for it to wait; another thread may have made it known since.</summary>
    private TrackedError? TryMake(RegistryState state, in Incident incident, string message, ulong core, RegistryMoment now, out bool isNew)
    {
        isNew = false;
        var group = incident.Exception is { } exception ? ErrorGroups.Of(incident.Component, exception) : ErrorGroups.Of(incident.Component, incident.ErrorType!);
        if (!state.Places.TryTake(group))
        {
            return null;
        }

        var bytes = 0L;
        try
        {
            var made = Make(state, in incident, group, now);
            var captured = _capture.Capture(in incident, made, DecidingPart(in incident, message));
            captured = captured with { Template = PolicyNotes.TemplateOf(incident.Exception) ?? captured.Template, Fingerprint = incident.Fingerprint };
            var size = RecordSize.Of(captured);
            if (!state.Places.TryFill(group, size))
            {
                return null;
            }

            bytes = size;
            var record = state.Publish(core, captured);
            isNew = ReferenceEquals(record, made);
            return record;
        }
        finally
        {
            if (isNew)
            {
                Schedule();
            }
            else
            {
                state.Places.Give(group, bytes);
            }
        }
    }

    private void AddNear(RegistryState state, TrackedError record, ulong near)
    {
        // A short cut only: beyond the bound the look-up takes two steps.
        if (near == 0 || state.Keys.Count >= _maxKeys)
        {
            return;
        }

        if (!record.HasRoomForNear)
        {
            if (record.ReplaceNear(near) is not (var before and not 0))
            {
                return;
            }

            state.Keys.Remove(before, record);
        }
        else if (!record.TryAddNear(near))
        {
            return;
        }

        state.Keys.Set(near, record);
        if (record.IsClosed)
        {
            state.Keys.Remove(near, record);
        }
    }

    private TrackedError Make(RegistryState state, in Incident incident, ulong group, RegistryMoment now)
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
            Group = group,

            // What one object declares of itself is not the default of all: each declares its own.
            DefaultSeverity = (exception is CodedException { Severity: not null } ? null : verdict?.Severity) ?? SeverityRules.Of(exception, errorType),
            Category = incident.Category != ErrorCategory.Unknown ? incident.Category : verdict?.Category ?? (exception as CodedException)?.Category ?? ErrorCategory.Unknown,
            Code = code,
            Identity = identity,
        };
    }

    /// <summary>An error with no place: it is counted in all figures, and its details are lost.</summary>
    private void Refuse(RegistryState state, in Incident incident, RegistryMoment now, DropReason reason)
    {
        var exception = incident.Exception;
        var errorType = exception is null ? incident.ErrorType! : ExceptionShapes.NameOf(exception.GetType());
        var severity = Said(in incident) ?? SeverityRules.Of(exception, errorType);
        state.CountEnded(errorType, incident.Component, severity, 1);
        state.CountDrop(reason);
        RecordingThread.Current.IsCounted = true;
        _lifetime.Settle(incident.Component, severity, 1);
        LoseRelease(state, ForeignRelease(in incident), now);
        if (reason == DropReason.Evicted)
        {
            state.CountEvicted(1);
        }
        else
        {
            _troubles.Note(RegistryTrouble.QueueFull);
        }

        var category = incident.Category != ErrorCategory.Unknown ? incident.Category : (exception as CodedException)?.Category ?? ErrorCategory.Unknown;
        var scope = incident.Context is { } context ? state.Series.ScopeOf(context.Layer, context.Phase) : null;
        state.Series.Add(state.Series.Components.GetOrAdd(incident.Component), severity, category, scope, new CountShare(now.Second, 1), isConsequence: false);
        Observe(TrackOf(errorType, incident.Component), now, incident.Context?.Layer);
        Schedule();
    }

    private static void LoseRelease(RegistryState state, string? foreign, RegistryMoment now)
    {
        var span = new SeenSpan(now.Utc, now.Utc, now.Steady, now.Steady);
        if (foreign is null)
        {
            state.LostReleases.AddOwn(1, in span, isLost: true);
        }
        else
        {
            state.LostReleases.Add(SeenOrigins.Kept(foreign), 1, in span, isLost: true);
        }
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
}
