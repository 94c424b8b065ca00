using System.Net.Sockets;

namespace ErrorManagement.Classification;

/// <summary>How bad an error is, where neither a rule nor the exception says so: the two tables that <see cref="SeverityPolicy"/> chooses from. Pure.</summary>
internal static class SeverityRules
{
    // A cancellation that is judged at all is not the caller's, so it is a time-out.
    private static readonly Type[] Warnings = [typeof(TimeoutException), typeof(SocketException), typeof(HttpRequestException), typeof(OperationCanceledException)];

    /// <summary>By category. A process in danger is critical all the same.</summary>
    public static ErrorSeverity OfCategory(ErrorCategory category, bool isFatal) => category switch
    {
        _ when isFatal => ErrorSeverity.Critical,
        ErrorCategory.Permanent => ErrorSeverity.Critical,
        ErrorCategory.Authentication => ErrorSeverity.Error,
        ErrorCategory.Transient or ErrorCategory.RateLimit => ErrorSeverity.Info,
        _ => ErrorSeverity.Warning,
    };

    /// <summary>By type and name.</summary>
    public static ErrorSeverity OfType(Type type)
    {
        if (FatalErrors.Includes(type))
        {
            return ErrorSeverity.Critical;
        }

        return Array.Exists(Warnings, w => w.IsAssignableFrom(type)) || NameWarns(type.Name) ? ErrorSeverity.Warning : ErrorSeverity.Error;
    }

    private static bool NameWarns(string name) =>
        name.Contains("timeout", StringComparison.OrdinalIgnoreCase) || name.Contains("connection", StringComparison.OrdinalIgnoreCase);
}
