using System.Net.Sockets;

namespace ErrorManagement.Classification;

/// <summary>How bad an exception is by itself, where nothing more exact was said.</summary>
internal static class SeverityPolicy
{
    public static ErrorSeverity SeverityOf(Exception exception) => exception switch
    {
        OutOfMemoryException or StackOverflowException or InsufficientExecutionStackException or AccessViolationException => ErrorSeverity.Critical,
        TimeoutException or SocketException or HttpRequestException => ErrorSeverity.Warning,
        OperationCanceledException => ErrorSeverity.Warning, // not the caller's, so a time-out
        _ => TypeTraits.Of(exception).NameWarns ? ErrorSeverity.Warning : ErrorSeverity.Error,
    };
}
