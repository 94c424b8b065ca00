namespace ErrorManagement.Handling;

/// <summary>What became of a call that failed at first.</summary>
internal enum HandlingOutcome
{
    /// <summary>The operation went well when it was run again.</summary>
    Recovered,

    /// <summary>A fallback answered.</summary>
    Fallback,

    /// <summary>There is no value.</summary>
    Failed,
}
