namespace ErrorManagement.Analytics.Runs;

/// <summary>Parts of an analysis, to choose from; they can be combined.</summary>
[Flags]
public enum RunSections
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The summary: how many runs, how many failed.</summary>
    Summary = 1,

    /// <summary>The phases, with their rates.</summary>
    Phases = 2,

    /// <summary>The patterns: errors by their signatures.</summary>
    Patterns = 4,

    /// <summary>The trend, day by day.</summary>
    Trends = 8,

    /// <summary>What to do.</summary>
    Recommendations = 16,

    /// <summary>All five.</summary>
    All = Summary | Phases | Patterns | Trends | Recommendations,
}
