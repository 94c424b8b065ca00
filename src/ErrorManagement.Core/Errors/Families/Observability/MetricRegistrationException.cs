using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>A metric could not be registered.</summary>
[ErrorCode("EM-OBS-004")]
public class MetricRegistrationException : MetricsException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="metricName">The metric, such as <c>http.requests</c>. Few different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="metricName"/> or <paramref name="reason"/> is null.</exception>
    public MetricRegistrationException(string metricName, string reason, Exception? cause = null)
        : base(About("registration failed", reason), metricName, cause: cause)
    {
        ArgumentNullException.ThrowIfNull(metricName);
        Reason = reason;
        AddContext("reason", reason);
    }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>Permanent: the same registration fails again.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
