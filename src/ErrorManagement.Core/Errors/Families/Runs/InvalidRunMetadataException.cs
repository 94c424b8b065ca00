using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Runs;

/// <summary>What a run says of itself is wrong or incomplete.</summary>
[ErrorCode("EM-RUNS-007")]
public class InvalidRunMetadataException : RunStorageException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="field">The field, such as <c>started_at</c>; null or empty when not known. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    public InvalidRunMetadataException(string reason, string? field = null, Exception? cause = null)
        : base(About(Words("Invalid run metadata", Given("in field ", Quoted(field))), reason), cause)
    {
        Reason = reason;
        AddContext("reason", reason);
        Field = Noted("field", field);
    }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The field; null when it was not given.</summary>
    public string? Field { get; }

    /// <summary>Data validation: the same metadata is refused again.</summary>
    public override ErrorCategory? Category => ErrorCategory.DataValidation;
}
