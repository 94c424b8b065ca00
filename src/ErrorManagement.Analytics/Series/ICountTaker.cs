namespace ErrorManagement.Analytics.Series;

/// <summary>Whose counts lanes count, and who hands them on to series.</summary>
internal interface ICountTaker
{
    /// <summary>Takes the counts of a second, on a thread that counts or reads.</summary>
    /// <param name="share">The counts.</param>
    /// <param name="severity">Their severity.</param>
    /// <param name="scope">Their layer and phase; null for none.</param>
    void Take(CountShare share, ErrorSeverity severity, CountScope? scope);
}
