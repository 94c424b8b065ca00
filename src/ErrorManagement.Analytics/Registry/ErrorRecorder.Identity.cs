using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Registry;

/// <content>Which record an error belongs to.</content>
internal sealed partial class ErrorRecorder
{
    /// <summary>How many characters of a fingerprint that a caller or a rule gives count.</summary>
    public const int MaxFingerprint = 200;

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
            var incident = new Incident { Exception = ExceptionShapes.Unwrap(exception), Component = _scrubber.ScrubName(Name(component))!, Source = ErrorSources.None };
            var state = State;
            var record = CauseFinder.Find(state, incident.Exception) ?? state.Seen.Find(incident.Exception)?.Living ?? Guess(state, WithRule(in incident, thread), thread);
            return record is null ? default : new ErrorId(record.Handle);
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

    /// <summary>The record of an error that may still be on its way out: whoever records it later sees more frames.</summary>
    private TrackedError? Guess(RegistryState state, in Incident incident, RecordingThread thread)
    {
        var frames = state.Seen.FramesOf(incident.Exception);
        return Find(state, in incident, in frames, thread, out var keys, out _, out _)
            ?? (keys.HasFamily ? state.Families.Find(keys.Family)?.Guess(new FrameStart(in frames)) : null);
    }

    /// <summary>The record of an error; null when it is not known.</summary>
    /// <param name="state">What is remembered.</param>
    /// <param name="incident">The error.</param>
    /// <param name="frames">The frames of its exception.</param>
    /// <param name="thread">What is remembered of this thread.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="message">Its message without secrets. Of an error that was found by the key of its message as it is, that is known without a look.</param>
    /// <param name="isNear">Whether the near key led there.</param>
    private TrackedError? Find(RegistryState state, in Incident incident, in ThrownFrames frames, RecordingThread thread, out ErrorKeys keys, out string message, out bool isNear)
    {
        message = incident.Message ?? ExceptionShapes.MessageOf(incident.Exception!);
        if (incident.Fingerprint is not null || _by != GroupingMode.Bug)
        {
            isNear = false;
            keys = KeysWithoutRules(in incident, thread, ref message);
            return keys.Find(state.Keys, out isNear);
        }

        var stack = _options.CaptureStackTraces ? StackKeys.OfPlaces(in incident, in frames, incident.Exception is { InnerException: null } exception && thread.IsOrdinary(exception)) : 0;
        if (thread.TryRead(message, _scrubber, out var key))
        {
            keys = new ErrorKeys(in incident, thread, message, key, stack);
            if (keys.Near != 0 && state.Keys.Find(keys.Near) is { } known)
            {
                isNear = true;
                return known;
            }
        }

        message = thread.Clean(message, _scrubber, out key);
        keys = new ErrorKeys(in incident, thread, message, key, stack);
        return keys.Find(state.Keys, out isNear);
    }

    /// <summary>The key of an error that the host has a say in.</summary>
    private ErrorKeys KeysWithoutRules(in Incident incident, RecordingThread thread, ref string message)
    {
        if (incident.Fingerprint is { } fingerprint)
        {
            message = thread.Clean(message, _scrubber, out _);
            return ErrorKeys.OfFingerprint(incident.Component, thread, fingerprint);
        }

        if (_by == GroupingMode.TypeAndComponent)
        {
            message = thread.Clean(message, _scrubber, out _);
            return ErrorKeys.OfType(in incident, thread);
        }

        message = BoundedText.Cut(message, ErrorCapture.MaxText);
        message = _scrubber.MayHoldSecret(message) ? _scrubber.Scrub(message) : message;
        return ErrorKeys.OfMessage(in incident, thread, message);
    }

    /// <summary>How much of a message waits for the worker: as much as decides.</summary>
    private string DecidingPart(in Incident incident, string message) =>
        BoundedText.Cut(message, incident.Fingerprint is null && _by == GroupingMode.ExactMessage ? ErrorCapture.MaxText : MessageMask.MaxScanned);

    /// <summary>The occurrence with the fingerprint that the host's own rule gives it, unless its caller has given one.</summary>
    private Incident WithRule(in Incident incident, RecordingThread thread) =>
        _rule is null || incident.Fingerprint is not null ? incident : incident with { Fingerprint = Ask(_rule, in incident, thread) };

    private string? Ask(Func<GroupingRequest, string?> rule, in Incident incident, RecordingThread thread)
    {
        try
        {
            var exception = incident.Exception;
            var code = incident.Code;
            if (code.IsNone && exception is not null)
            {
                ErrorCode.TryOf(exception.GetType(), out code);
            }

            var said = rule(new GroupingRequest
            {
                Exception = exception,
                Component = incident.Component,
                ErrorType = exception is null ? incident.ErrorType! : ExceptionShapes.NameOf(exception.GetType()),
                Message = thread.Clean(incident.Message ?? ExceptionShapes.MessageOf(exception!), _scrubber, out _),
                Code = code,
                Context = incident.Context,
            });
            return string.IsNullOrWhiteSpace(said) ? null : IncidentNames.CleanFingerprint(said, _scrubber);
        }
        catch (Exception e)
        {
            // By the library's own rules rather than not at all.
            _troubles.Note(RegistryTrouble.GroupingRule, e);
            return null;
        }
    }
}
