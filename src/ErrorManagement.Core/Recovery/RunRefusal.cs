namespace ErrorManagement.Recovery;

/// <summary>Why somebody who asked for a run got none.</summary>
internal enum RunRefusal
{
    /// <summary>There was no refusal.</summary>
    None,

    /// <summary>The run waits for the one who asked: both would wait for ever.</summary>
    Circle,

    /// <summary>No further run is allowed now.</summary>
    Limit,
}
