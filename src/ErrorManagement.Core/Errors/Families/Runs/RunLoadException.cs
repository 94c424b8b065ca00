using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Runs;

/// <summary>A run could not be loaded.</summary>
/// <remarks>For a run that is not there, throw <see cref="RunNotFoundException"/>.</remarks>
[ErrorCode("EM-RUNS-004")]
public class RunLoadException : RunStorageException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="runId">The run. Many different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="runId"/> or <paramref name="reason"/> is null.</exception>
    public RunLoadException(string runId, string reason, Exception? cause = null)
        : base(About(Words("Run", Quoted(runId), "could not be loaded"), reason), cause)
    {
        ArgumentNullException.ThrowIfNull(runId);
        RunId = runId;
        AddContext("run_id", runId);
        Reason = reason;
        AddContext("reason", reason);
    }

    /// <summary>The run.</summary>
    public string RunId { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>Transient: the store may give it a moment later.</summary>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>A warning: it is likely to pass by itself.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;
}
