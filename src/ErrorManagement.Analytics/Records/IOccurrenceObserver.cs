namespace ErrorManagement.Analytics.Records;

/// <summary>Is told of each occurrence that a registry counts, on the thread that records. Quick, never waits; what it throws goes no further.</summary>
internal interface IOccurrenceObserver
{
    /// <summary>One occurrence was counted.</summary>
    void Observe(in ObservedOccurrence occurrence);
}
