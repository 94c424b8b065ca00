using ErrorManagement.Diagnostics;

namespace ErrorManagement.Errors;

/// <summary>Calls a sink so that its failure never reaches the caller.</summary>
internal static class ErrorSinkGuard
{
    public static void TryReport(this IErrorSink sink, in ErrorOccurrence occurrence)
    {
        try
        {
            sink.Report(in occurrence);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    public static ErrorId TryIdentify(this IErrorSink sink, Exception exception, string component)
    {
        try
        {
            return sink.Identify(exception, component);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return default;
        }
    }
}
