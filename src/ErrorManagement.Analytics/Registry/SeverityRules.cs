using System.Net.Sockets;

namespace ErrorManagement.Analytics.Registry;

/// <summary>How bad an error is when nobody says: the rule by names (S0.77, U3).</summary>
internal static class SeverityRules
{
    /// <summary>By the exception, and by the name of the type where there is none.</summary>
    public static ErrorSeverity Of(Exception? exception, string errorType) => exception switch
    {
        null => Of(errorType),
        OutOfMemoryException or InsufficientExecutionStackException or StackOverflowException or AccessViolationException => ErrorSeverity.Critical,
        TimeoutException or SocketException or HttpRequestException => ErrorSeverity.Warning,
        _ => Of(exception.GetType().Name),
    };

    public static ErrorSeverity Of(string errorType)
    {
        var name = errorType.AsSpan(errorType.LastIndexOf('.') + 1);
        return name is nameof(OutOfMemoryException) or nameof(StackOverflowException) or nameof(InsufficientExecutionStackException) or nameof(AccessViolationException) ? ErrorSeverity.Critical
            : name.Contains("timeout", StringComparison.OrdinalIgnoreCase) || name.Contains("connection", StringComparison.OrdinalIgnoreCase)
                || name is nameof(SocketException) or nameof(HttpRequestException) ? ErrorSeverity.Warning
            : ErrorSeverity.Error;
    }
}
