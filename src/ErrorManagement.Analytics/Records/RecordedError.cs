namespace ErrorManagement.Analytics;

/// <summary>What became of one call of Record.</summary>
/// <param name="Id">The record's handle in this process, good at once; it forwards when records are merged later.</param>
/// <param name="Count">How often the error happened so far, this time included.</param>
/// <param name="IsNew">Whether this process had not seen the error before.</param>
public readonly record struct RecordedError(ErrorId Id, long Count, bool IsNew)
{
    /// <summary>Nothing was recorded: there was nothing to record, or it was dropped and counted as such.</summary>
    public static RecordedError None => default;
}
