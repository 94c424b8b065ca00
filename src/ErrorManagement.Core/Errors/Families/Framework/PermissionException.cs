using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>Who asks is not allowed to do this.</summary>
[ErrorCode("EM-CORE-008")]
public class PermissionException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="resource">What was asked for; null or empty when not known. May have many different values.</param>
    /// <param name="requiredPermission">The permission that is missing, such as <c>write</c>; null or empty when not known. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public PermissionException(string message, string? resource = null, string? requiredPermission = null, Exception? cause = null)
        : base(About(SubjectOf(resource, requiredPermission), message), cause)
    {
        Resource = Noted("resource", resource);
        RequiredPermission = Noted("required_permission", requiredPermission);
    }

    /// <summary>What was asked for; null when it was not given.</summary>
    public string? Resource { get; }

    /// <summary>The permission that is missing; null when it was not given.</summary>
    public string? RequiredPermission { get; }

    /// <summary>Authentication: a person has to give the permission.</summary>
    public override ErrorCategory? Category => ErrorCategory.Authentication;

    private static string SubjectOf(string? resource, string? permission) => string.IsNullOrEmpty(resource)
        ? Given("Permission ", permission)
        : Words("Resource", Quoted(resource), Given("needs permission ", permission));
}
