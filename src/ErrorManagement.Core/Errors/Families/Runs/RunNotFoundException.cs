using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Runs;

/// <summary>There is no such run.</summary>
[ErrorCode("EM-RUNS-001")]
public class RunNotFoundException : RunStorageException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="runId">The run. Many different values.</param>
    /// <param name="runType">The type of run, such as <c>workflow</c>; null or empty when not known. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="runId"/> is null.</exception>
    public RunNotFoundException(string runId, string? runType = null, Exception? cause = null)
        : base($"{Words(NounOf(runType), Quoted(runId), "was not found")}.", cause)
    {
        ArgumentNullException.ThrowIfNull(runId);
        RunId = runId;
        AddContext("run_id", runId);
        RunType = Noted("run_type", runType);
    }

    /// <summary>The run.</summary>
    public string RunId { get; }

    /// <summary>The type of run; null when it was not given.</summary>
    public string? RunType { get; }

    /// <summary>Permanent: a run that is not there does not appear by itself.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;

    // A type that is called "run", or ends so, needs no second one.
    private static string NounOf(string? type) => type switch
    {
        null or "" => "Run",
        _ when type.EndsWith("run", StringComparison.OrdinalIgnoreCase) => Capitalized(type),
        _ => Capitalized(type) + " run",
    };
}
