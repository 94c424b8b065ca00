using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>Something that has to be installed is missing, or has the wrong version.</summary>
/// <remarks>For a service that does not answer, <see cref="ResourceException"/> fits better: that one may pass by itself.</remarks>
[ErrorCode("EM-CORE-005")]
public class DependencyException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="dependency">The name, such as <c>libpq</c>; null or empty when not known. Few different values.</param>
    /// <param name="requiredVersion">The lowest version that will do, without a sign before it, such as <c>16.2</c>; null or empty when any will do. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public DependencyException(string message, string? dependency = null, string? requiredVersion = null, Exception? cause = null)
        : base(About(Given("Dependency ", Words(dependency, Given(">=", requiredVersion))), message), cause)
    {
        Dependency = Noted("dependency", dependency);
        RequiredVersion = Noted("required_version", requiredVersion);
    }

    /// <summary>The name; null when it was not given.</summary>
    public string? Dependency { get; }

    /// <summary>The lowest version that will do; null when it was not given.</summary>
    public string? RequiredVersion { get; }

    /// <summary>Permanent: it fails until the dependency is installed.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
