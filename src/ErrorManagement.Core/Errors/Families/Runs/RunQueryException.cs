using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Runs;

/// <summary>Runs could not be asked for.</summary>
/// <remarks>It declares no category: the classifier judges by what is inside it.</remarks>
[ErrorCode("EM-RUNS-005")]
public class RunQueryException : RunStorageException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="queryDetails">The query, in whatever form helps; null or empty when not known. Many different values; stands in the message: leave values of users out.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    public RunQueryException(string reason, string? queryDetails = null, Exception? cause = null)
        : base(Words(About("Run query failed", reason), Bracketed(queryDetails)), cause)
    {
        Reason = reason;
        AddContext("reason", reason);
        QueryDetails = Noted("query_details", queryDetails);
    }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The query; null when it was not given.</summary>
    public string? QueryDetails { get; }
}
