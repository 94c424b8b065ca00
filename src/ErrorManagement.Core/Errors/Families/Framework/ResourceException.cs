using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>A resource cannot be had now: memory, a connection, a device, a lock.</summary>
[ErrorCode("EM-CORE-006")]
public class ResourceException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="resourceType">The kind, such as <c>gpu</c>; null or empty when not known. Few different values.</param>
    /// <param name="resourceId">Which one of its kind; null or empty when not known. May have many different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public ResourceException(string message, string? resourceType = null, string? resourceId = null, Exception? cause = null)
        : base(About(SubjectOf(resourceType, resourceId), message), cause)
    {
        ResourceType = Noted("resource_type", resourceType);
        ResourceId = Noted("resource_id", resourceId);
    }

    /// <summary>The kind; null when it was not given.</summary>
    public string? ResourceType { get; }

    /// <summary>Which one of its kind; null when it was not given.</summary>
    public string? ResourceId { get; }

    /// <summary>Transient: it may be free a moment later.</summary>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>A warning: it is likely to pass by itself.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;

    private static string SubjectOf(string? type, string? id) => (type, id) switch
    {
        (null or "", _) => Given("Resource with id ", Quoted(id)),
        (_, null or "") => $"Resource {type}",
        _ => $"Resource {Quoted($"{type}:{id}")}",
    };
}
