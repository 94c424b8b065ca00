namespace ErrorManagement.Analytics.Records;

/// <summary>Finds patterns in the stream of occurrences. Safe on any thread; keeps a bounded amount of memory.</summary>
internal interface IPatternDetector
{
    /// <summary>What to tell of each occurrence of a type in a component; asked for once a record, so that an occurrence needs no look-up.</summary>
    IPatternTrack Track(string errorType, string component);

    /// <summary>The episodes that run at <paramref name="now"/>, and those that ended inside the window, newest first.</summary>
    IReadOnlyList<DetectedPattern> GetPatterns(DateTimeOffset now, TimeSpan window);

    /// <summary>Some of these: of thousands, few are asked for, and putting one into words costs more than finding it.</summary>
    ChosenPatterns GetPatterns(DateTimeOffset now, TimeSpan window, PatternChoice choice) => choice.Of(GetPatterns(now, window));

    /// <summary>Each layer once, the deepest first; those whose order is not known after them.</summary>
    IReadOnlyList<string> Sort(IEnumerable<string> layers) => [.. layers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Forgets everything.</summary>
    void Clear();
}
