namespace ErrorManagement.Analytics.Reports;

/// <summary>What became of a report in a channel.</summary>
internal enum ReportOutcome
{
    /// <summary>It was handed on.</summary>
    Sent,

    /// <summary>The channel threw.</summary>
    Failed,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>The channel still held an earlier one that had taken too long.</summary>
    Skipped,

    /// <summary>It was given up, because whoever asked for it gave up or the scheduler was stopped.</summary>
    Cancelled,

    /// <summary>It failed too often, and is not given to the channel once more.</summary>
    GivenUp,

    /// <summary>A newer one took its place while it waited for a later try.</summary>
    Replaced,
}
