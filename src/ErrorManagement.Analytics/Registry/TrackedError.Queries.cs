namespace ErrorManagement.Analytics.Registry;

/// <content>What queries ask of the record without making a snapshot.</content>
internal sealed partial class TrackedError
{
    /// <summary>All the places where it was seen.</summary>
    public ErrorSources Sources => (ErrorSources)Volatile.Read(ref _sources);

    /// <summary>Whether somebody answered for every occurrence. An answer that comes after the count was read does not make it one.</summary>
    public bool IsHandled => Volatile.Read(ref _handled) is var handled and not 0 && handled >= Count;

    /// <summary>Copies the messages of the kept occurrences, so that nothing is looked for under the lock that recording takes.</summary>
    /// <param name="messages">Takes them; made larger when it is too small.</param>
    /// <returns>How many there are.</returns>
    public int CopyMessages(ref string[] messages)
    {
        lock (_gate)
        {
            return _examples.CopyMessages(ref messages);
        }
    }
}
