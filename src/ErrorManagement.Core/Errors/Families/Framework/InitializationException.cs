using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>A part of the host could not be started.</summary>
[ErrorCode("EM-CORE-002")]
public class InitializationException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="component">The part, such as <c>scheduler</c>; null or empty when not known. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public InitializationException(string message, string? component = null, Exception? cause = null)
        : base(About(Given("Component ", component), message), cause)
    {
        Component = Noted("component", component);
    }

    /// <summary>The part that could not be started; null when it was not given.</summary>
    public string? Component { get; }

    /// <summary>Permanent: what did not start stays down.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;

    /// <summary>Critical: the host does not do its work.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Critical;
}
