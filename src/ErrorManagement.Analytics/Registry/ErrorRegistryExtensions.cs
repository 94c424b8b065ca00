using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <summary>Further forms of recording.</summary>
public static class ErrorRegistryExtensions
{
    /// <summary>Records an exception under a fingerprint of the caller's choice: all errors of the component with the same one are one record, whatever their types, messages and stacks.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="exception">The exception, not kept; null records nothing.</param>
    /// <param name="component">The part of the host it happened in, such as <c>payments</c>. Few different values; null or empty counts as <c>unknown</c>.</param>
    /// <param name="fingerprint">What makes it one error with others. Null or blank leaves that to the registry; 200 characters count, inclusive, and secrets are taken out. Few different values.</param>
    /// <param name="severity">How bad it is; null to leave that to the registry.</param>
    /// <param name="context">What was being done; null when that is not known. May hold private data.</param>
    /// <param name="file">The call site; filled in by the compiler.</param>
    /// <param name="line">The call site; filled in by the compiler.</param>
    /// <returns>Which record it is counted in. Never throws for what the exception is or does.</returns>
    /// <exception cref="ArgumentNullException">The registry is null.</exception>
    /// <remarks>Safe on any thread. A registry of another make gets an <see cref="ErrorOccurrence"/> that holds the exception.</remarks>
    public static RecordedError Record(
        this IErrorRegistry registry,
        Exception? exception,
        string component,
        string? fingerprint,
        ErrorSeverity? severity = null,
        OperationContext? context = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(registry);
        if (exception is null)
        {
            return RecordedError.None;
        }

        // What an occurrence has no place for is where in the code it was seen: that tells observers apart where stacks cannot be read.
        return registry is ErrorRegistry own
            ? own.Record(exception, component, fingerprint, severity, context, file, line)
            : registry.Record(new ErrorOccurrence(ErrorRecorder.Name(component), ExceptionShapes.NameOf(exception.GetType()), ExceptionShapes.MessageOf(exception))
            {
                Exception = exception,
                Fingerprint = fingerprint,
                Severity = severity,
                Context = context,
                Source = ErrorSources.Catch,
            });
    }
}
