using System.Net.Sockets;

namespace ErrorManagement.Classification;

/// <summary>How bad a type of exception is by itself, where nothing more exact was said.</summary>
internal static class SeverityPolicy
{
    // A cancellation that is judged at all is not the caller's, so it is a time-out.
    private static readonly Type[] Warnings = [typeof(TimeoutException), typeof(SocketException), typeof(HttpRequestException), typeof(OperationCanceledException)];

    public static ErrorSeverity SeverityOf(Type type)
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
