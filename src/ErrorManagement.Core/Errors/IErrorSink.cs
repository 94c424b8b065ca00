namespace ErrorManagement;

/// <summary>Where the resilience half tells what happened, and asks what is known. The registry of ErrorManagement.Analytics is one.</summary>
/// <remarks>
/// Both members are called on the caller's thread, from many threads at once, so they must be quick, must not block and must not throw;
/// whatever an implementation throws all the same is swallowed and counted.
/// </remarks>
public interface IErrorSink
{
    /// <summary>Takes note of one occurrence.</summary>
    /// <param name="occurrence">What happened; its exception, if any, must not be kept.</param>
    void Report(in ErrorOccurrence occurrence);

    /// <summary>The record of an exception, if it is already known. Records nothing.</summary>
    /// <param name="exception">The exception; it must not be kept.</param>
    /// <param name="component">The component under which the host records it.</param>
    /// <returns>The record's id, or none.</returns>
    ErrorId Identify(Exception exception, string component);
}
