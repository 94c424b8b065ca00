namespace ErrorManagement.Analytics;

/// <summary>How much is usual, told by the days before: an immutable snapshot.</summary>
public sealed record ReportBaseline
{
    /// <summary>How many days it was told by, at least 1: days inside the window that the registry has seen from begin to end.</summary>
    public int Days { get; init; }

    /// <summary>The mean of their occurrences a day.</summary>
    public double DailyMean { get; init; }

    /// <summary>The occurrences that were to be expected in the time the report is about: for a day that runs, the mean of the same hours; for an incident, the mean of as long a time.</summary>
    public double Expected { get; init; }

    /// <summary>The occurrences there were, divided by those that were to be expected: 2.3 for 2.3 times the usual. Null where none were to be expected.</summary>
    public double? Ratio { get; init; }
}
