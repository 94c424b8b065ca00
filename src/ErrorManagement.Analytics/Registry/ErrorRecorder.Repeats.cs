namespace ErrorManagement.Analytics.Registry;

/// <content>Occurrences that make no record: further sights of one that is counted, and consequences of another error.</content>
internal sealed partial class ErrorRecorder
{
    // They see what passes by, and know less of it than the code that was at work.
    private const ErrorSources Bystanders = ErrorSources.Logger | ErrorSources.Unhandled | ErrorSources.UnobservedTask;

    /// <summary>A rejection or an exhausted retry is counted with its cause, and makes no record of its own.</summary>
    private bool TryCountConsequence(RegistryState state, RecordingThread thread, in Incident incident, TrackedError cause, out RecordedError recorded)
    {
        if (IsRepeat(state, in incident, cause, out var before))
        {
            thread.IsCounted = true;
            recorded = Repeat(before, in incident, isConsequence: true);
            return true;
        }

        var now = _clock.Read();
        if (cause.Living is not { } living || !living.TryCountConsequence(SeverityOf(in incident, living), now, incident.Context))
        {
            // The record of the cause ended meanwhile: the rejection stands for itself.
            state.Seen.Forget(incident.Exception!);
            recorded = default;
            return false;
        }

        thread.IsCounted = true;
        PolicyNotes.Tell(incident.Exception, living);
        recorded = new RecordedError(new ErrorId(living.Handle), living.Count, IsNew: false);
        return true;
    }

    private static bool IsRepeat(RegistryState state, in Incident incident, TrackedError? record, out TrackedError? before) =>
        IsRepeat(state, in incident, state.Seen.FramesOf(incident.Exception), record, out before);

    private static bool IsRepeat(RegistryState state, in Incident incident, in ThrownFrames frames, TrackedError? record, out TrackedError? before) =>
        state.Seen.IsRepeat(incident.Exception!, in frames, state.Seen.UsesSites ? CallSites.KeyOf(in incident) : 0, record, out before);

    private static RecordedError Repeat(TrackedError? record, in Incident incident, bool isConsequence = false)
    {
        if (record?.Living is not { } living)
        {
            return RecordedError.None;
        }

        living.Amend(SeverityOf(in incident, living), incident.Context, incident.Source, fillsIn: (incident.Source & Bystanders) != 0);
        if (!isConsequence)
        {
            record.NotePassed(incident.Recovered, incident.Handled);
            Complete(living, in incident);
        }

        return new RecordedError(new ErrorId(living.Handle), living.Count, IsNew: false);
    }

    /// <summary>What policies further out did about an occurrence that is counted already.</summary>
    private static void Complete(TrackedError record, in Incident incident)
    {
        if (incident.Handled)
        {
            record.CountHandled();
        }

        if (incident.Recovered)
        {
            record.CountRecovered();
        }

        PolicyNotes.Tell(incident.Exception, record);
        var note = incident.Resilience ?? PolicyNotes.Of(incident.Exception);
        if (note is not null || incident.Handled || incident.Recovered)
        {
            record.AmendExample(InstanceOf(in incident), note, incident.Recovered, incident.Handled);
        }
    }
}
