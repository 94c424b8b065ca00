namespace ErrorManagement.Analytics.Registry;

/// <content>What becomes of an occurrence whose recording fails.</content>
internal sealed partial class ErrorRecorder
{
    // Somebody interrupts the host's thread, and one of our locks was where it waited. That is not for us: the occurrence is counted, once, and the interruption goes on to the host.
    private RecordedError RecordInterrupted(RegistryState state, RecordingThread thread, in Incident incident, ThreadInterruptedException interruption)
    {
        try
        {
            for (var attempt = 0; attempt < MaxAttempts && !thread.IsCounted; attempt++)
            {
                try
                {
                    if (incident.Exception is { } exception)
                    {
                        state.Seen.Forget(exception);
                    }

                    return RecordBounded(state, thread, in incident);
                }
                catch (ThreadInterruptedException)
                {
                    // Another one.
                }
            }

            return Failed(state, thread, interruption);
        }
        catch (Exception e)
        {
            return Failed(state, thread, e);
        }
        finally
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    // Whatever it was, the host must not notice; the ledger says that it happened, unless the occurrence is counted and only what is told beside is missing.
    private RecordedError Failed(RegistryState state, RecordingThread thread, Exception failure)
    {
        _troubles.Note(RegistryTrouble.Recording, failure);
        if (!thread.IsCounted)
        {
            state.CountDrop(DropReason.Failure);
        }

        return RecordedError.None;
    }
}
