using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>A metric could not be made, measured or read.</summary>
/// <remarks>It declares no category: the classifier judges by what is inside it.</remarks>
[ErrorCode("EM-OBS-001")]
public class MetricsException : ObservabilityException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="metricName">The metric, such as <c>http.requests</c>; null or empty when not known. Few different values.</param>
    /// <param name="metricType">Its kind, such as <c>counter</c>; null or empty when not known. Few different values; not in the message.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public MetricsException(string message, string? metricName = null, string? metricType = null, Exception? cause = null)
        : base(About(Given("Metric ", metricName), message), cause)
    {
        MetricName = Noted("metric_name", metricName);
        MetricType = Noted("metric_type", metricType);
    }

    /// <summary>The metric; null when it was not given.</summary>
    public string? MetricName { get; }

    /// <summary>Its kind; null when it was not given.</summary>
    public string? MetricType { get; }
}
