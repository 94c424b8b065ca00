using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Makes of what a host reports what may be kept: named, bounded and without secrets. Safe on any thread.</summary>
internal sealed class LayerErrorMaker(SecretScrubber scrubber)
{
    private const int MaxMessage = 500; // characters
    private const int MaxMetadata = 50; // entries

    /// <summary>An error that is an exception; null for none, and for a cancellation that the caller asked for.</summary>
    public NewLayerError? Of(string? layer, Exception? exception, ErrorSeverity severity, IReadOnlyDictionary<string, object?>? metadata, string? component)
    {
        if (exception is null)
        {
            return null;
        }

        exception = ExceptionShapes.Unwrap(exception);
        return ExceptionShapes.IsCallerCancellation(exception) ? null : new NewLayerError
        {
            Layer = LayerNames.Of(layer),
            ErrorType = ExceptionShapes.NameOf(exception.GetType()),
            Message = Text(ExceptionShapes.MessageOf(exception)),
            Severity = Known(severity),
            Metadata = Clean(metadata),
            Exception = exception,
            Component = component,
            IsSettled = exception is RecoveryFailedException || LayerRecovery.IsUnderWay,
        };
    }

    /// <summary>An error that is no exception.</summary>
    public NewLayerError Of(string? layer, string errorType, string? message, ErrorSeverity severity, IReadOnlyDictionary<string, object?>? metadata, string? component) => new()
    {
        Layer = LayerNames.Of(layer),
        ErrorType = scrubber.ScrubName(ErrorRecorder.TypeName(errorType)),
        Message = Text(message ?? ""),
        Severity = Known(severity),
        Metadata = Clean(metadata),
        Component = component,
        IsSettled = LayerRecovery.IsUnderWay,
    };

    /// <summary>What is kept of a message or another text.</summary>
    public string Text(string text) => scrubber.Scrub(text, MaxMessage);

    /// <summary>What is kept of a value that has a name.</summary>
    public string Value(string name, string value) => scrubber.IsSecretName(name) ? SecretMarks.Value : Text(value);

    // A value outside the enumeration is an error like any other.
    private static ErrorSeverity Known(ErrorSeverity severity) => severity is >= ErrorSeverity.Debug and <= ErrorSeverity.Critical ? severity : ErrorSeverity.Error;

    private IReadOnlyDictionary<string, object?>? Clean(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is null ? null : scrubber.Scrub(new OperationContext { Data = metadata }, MaxMetadata, MaxMessage)?.Data;
}
