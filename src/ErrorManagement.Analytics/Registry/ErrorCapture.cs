using System.Diagnostics;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Takes from a new error, on the caller's thread, what must be taken while the exception is there: frames without names, types, scrubbed messages.</summary>
internal sealed class ErrorCapture(ErrorRegistryOptions options, SecretScrubber scrubber)
{
    private const int MaxTitle = 512;

    private static readonly IReadOnlyList<CapturedStack> NoStacks = [];

    /// <param name="incident">The error.</param>
    /// <param name="record">Its record.</param>
    /// <param name="message">Its message, scrubbed.</param>
    public CapturedError Capture(in Incident incident, TrackedError record, string message)
    {
        if (incident.Exception is not { } exception)
        {
            return new CapturedError(record, [record.ErrorType], message, incident.Template, NoStacks, incident.StackTrace is { } text ? scrubber.Scrub(text) : null);
        }

        var stacks = new List<CapturedStack>();
        foreach (var e in ExceptionShapes.ChainOf(exception))
        {
            var title = stacks.Count == 0 ? null : $"{ExceptionShapes.NameOf(e.GetType())}: {ErrorWorker.Cut(scrubber.Scrub(ExceptionShapes.MessageOf(e)), MaxTitle)}";
            stacks.Add(new CapturedStack(title, options.CaptureStackTraces ? new StackTrace(e, fNeedFileInfo: false) : null));
        }

        return new CapturedError(record, ExceptionShapes.TypesOf(exception), message, null, stacks, incident.StackTrace is { } given ? scrubber.Scrub(given) : null);
    }
}
