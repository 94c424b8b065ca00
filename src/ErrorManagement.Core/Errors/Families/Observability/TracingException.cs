using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>A trace could not be started, ended or handed on.</summary>
/// <remarks>It declares no category: the classifier judges by what is inside it.</remarks>
[ErrorCode("EM-OBS-002")]
public class TracingException : ObservabilityException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="spanName">The span, such as <c>GET /orders</c>; null or empty when not known. Few different values.</param>
    /// <param name="traceId">The trace; null or empty when not known. Many different values; not in the message.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public TracingException(string message, string? spanName = null, string? traceId = null, Exception? cause = null)
        : base(About(Given("Span ", spanName), message), cause)
    {
        SpanName = Noted("span_name", spanName);
        TraceId = Noted("trace_id", traceId);
    }

    /// <summary>The span; null when it was not given.</summary>
    public string? SpanName { get; }

    /// <summary>The trace; null when it was not given.</summary>
    public string? TraceId { get; }
}
