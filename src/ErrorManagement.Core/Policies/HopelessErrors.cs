using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Policies;

/// <summary>Failures that no policy repeats, whatever a classifier or a predicate says of them.</summary>
internal static class HopelessErrors
{
    /// <summary>Whether the process itself is in danger: such an error is neither retried nor hidden by a fallback.</summary>
    public static bool IsFatal(Exception exception) => FatalErrors.IsOrWraps(exception);

    /// <summary>Whether the library itself said no or gave up. A time-out is the exception: the next try may be quicker.</summary>
    public static bool IsOwnRefusal(Exception exception) =>
        exception is ResilienceException raised && IsRefusal(raised);

    /// <summary>Whether repeating the call makes no sense.</summary>
    public static bool Includes(Exception exception) => IsFatal(exception) || IsOwnRefusal(exception);

    /// <summary>The message; empty when the exception's own member throws.</summary>
    public static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // Message is virtual: a type of the host's may throw
            return "";
        }
    }

    private static bool IsRefusal(ResilienceException raised)
    {
        try
        {
            return raised.IsRejection || raised.Category is not ErrorCategory.Transient;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // both are virtual
            return true;
        }
    }
}
