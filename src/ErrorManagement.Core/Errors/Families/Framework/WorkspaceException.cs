using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>A working directory is missing, damaged or not usable.</summary>
[ErrorCode("EM-CORE-004")]
public class WorkspaceException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="path">The path; null or empty when not known. Many different values; may hold the name of a user.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public WorkspaceException(string message, string? path = null, Exception? cause = null)
        : base(About(Given("Workspace ", Quoted(path)), message), cause)
    {
        Path = Noted("path", path);
    }

    /// <summary>The path; null when it was not given.</summary>
    public string? Path { get; }

    /// <summary>Permanent: it fails until someone puts the directory right.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
