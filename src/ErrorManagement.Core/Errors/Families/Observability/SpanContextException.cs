using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>The context of a span is missing or cannot be read, so the trace breaks.</summary>
/// <remarks>It declares no category: the classifier judges by what is inside it.</remarks>
[ErrorCode("EM-OBS-005")]
public class SpanContextException : TracingException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="traceId">The trace; null or empty when not known. Many different values; not in the message.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    public SpanContextException(string reason, string? traceId = null, Exception? cause = null)
        : base(About("Span context", reason), traceId: traceId, cause: cause)
    {
        Reason = reason;
        AddContext("reason", reason);
    }

    /// <summary>Why.</summary>
    public string Reason { get; }
}
