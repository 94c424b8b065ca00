using System.Globalization;
using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Runs;

/// <summary>Old runs could not be removed.</summary>
/// <remarks>It declares no category: the classifier judges by what is inside it.</remarks>
[ErrorCode("EM-RUNS-006")]
public class RunCleanupException : RunStorageException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="runId">The one run that could not be removed; null or empty when it is not about one. Many different values.</param>
    /// <param name="failedCount">How many runs could not be removed, 0 or more; 0, the default, when that is not known. Not in the message when <paramref name="runId"/> is given.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failedCount"/> is negative.</exception>
    public RunCleanupException(string reason, string? runId = null, int failedCount = 0, Exception? cause = null)
        : base(About(SubjectOf(runId, failedCount), reason), cause)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(failedCount);
        Reason = reason;
        AddContext("reason", reason);
        RunId = Noted("run_id", runId);
        FailedCount = failedCount;
        if (failedCount > 0)
        {
            AddContext("failed_count", failedCount);
        }
    }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The one run that could not be removed; null when it was not given.</summary>
    public string? RunId { get; }

    /// <summary>How many runs could not be removed; 0 when it was not given.</summary>
    public int FailedCount { get; }

    private static string SubjectOf(string? runId, int failedCount) => (runId, failedCount) switch
    {
        (not (null or ""), _) => $"Cleanup of run {Quoted(runId)} failed",
        (_, 1) => "Cleanup of 1 run failed",
        (_, > 1) => string.Create(CultureInfo.InvariantCulture, $"Cleanup of {failedCount} runs failed"),
        _ => "Cleanup of runs failed",
    };
}
