using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Classification;

namespace ErrorManagement.Analytics.Registry;

/// <content>The way of an error that is not known yet.</content>
internal sealed partial class ErrorRecorder
{
    /// <summary>The record of an error that was not known a moment ago. Null when there is no room for it to wait.</summary>
    private TrackedError? Enter(RegistryState state, in Incident incident, string message, ref ErrorKeys keys, RegistryMoment now, out bool isNew)
    {
        isNew = false;
        var record = state.Keys.Find(keys.Own);
        if (record is null)
        {
            record = TryMake(state, in incident, message, keys.Own, now, out isNew) ?? state.Keys.Find(keys.Own);
            if (record is null)
            {
                Refuse(state, in incident, now, DropReason.QueueFull);
                return null;
            }
        }

        AddNear(state, record, keys.Near);
        return record;
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
            var captured = _capture.Capture(in incident, made, BoundedText.Cut(message, MessageMask.MaxScanned));
            captured = captured with { Template = PolicyNotes.TemplateOf(incident.Exception) ?? captured.Template };
            if (!state.Places.TryFill(group, RecordSize.Of(captured)))
            {
                return null;
            }

            bytes = RecordSize.Of(captured);
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
        if (near != 0 && record.HasRoomForNear && state.Keys.Count < _maxKeys && record.TryAddNear(near))
        {
            state.Keys.Set(near, record);
            if (record.IsClosed)
            {
                state.Keys.Remove(near, record);
            }
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
        _lifetime.Settle(incident.Component, severity, 1);
        if (reason == DropReason.Evicted)
        {
            state.CountEvicted(1);
        }
        else
        {
            _troubles.Note(RegistryTrouble.QueueFull);
        }

        state.Series.Of(severity).Add(now.Minute, 1);
        state.Series.GetOrAdd(incident.Component).Add(now.Minute, 1);
        state.Series.Recent.Add(now.Second, 1);
        Observe(TrackOf(errorType, incident.Component), now);
        Schedule();
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
