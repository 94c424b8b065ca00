namespace ErrorManagement.Analytics.Series;

/// <summary>Whose counts lanes count, and who hands them on to series.</summary>
internal interface ICountTaker
{
    /// <summary>Takes the counts of a second, on a thread that counts or reads.</summary>
    /// <param name="share">The counts.</param>
    /// <param name="severity">Their severity.</param>
    /// <param name="scope">Their layer and phase; null for none.</param>
    /// <param name="isConsequence">Whether they are calls that failed in consequence of an error, without reaching it.</param>
    void Take(CountShare share, ErrorSeverity severity, CountScope? scope, bool isConsequence);

    /// <summary>Hands on what the series do not know of yet. Before it does, it takes note that whoever counts from then on has to say so again (<see cref="UnflushedCounts"/>).</summary>
    void Flush();

    /// <summary>The next one of those that are to be flushed. For these alone.</summary>
    ICountTaker? Next { get; set; }
}
