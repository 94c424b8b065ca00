using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>A value was refused.</summary>
/// <remarks>The refused value may be anything, a password among it. It is kept in <see cref="Value"/> alone: not in the message and not in <see cref="CodedException.Context"/>, which are made to be written down.</remarks>
[ErrorCode("EM-CORE-003")]
public class ValidationException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="field">The field, such as <c>age</c>; null or empty when not known. Few different values.</param>
    /// <param name="value">The refused value; null when it was null or is not known. An exception here is a refused value and no cause.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public ValidationException(string message, string? field = null, object? value = null, Exception? cause = null)
        : base(About(Given("Field ", Quoted(field)), message), cause)
    {
        Field = Noted("field", field);
        Value = value;
    }

    /// <summary>The field; null when it was not given.</summary>
    public string? Field { get; }

    /// <summary>The refused value; null when it was not given. May be private data: not in the message and not in the context.</summary>
    public object? Value { get; }

    /// <summary>Data validation: the same value is refused again.</summary>
    public override ErrorCategory? Category => ErrorCategory.DataValidation;
}
