using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>Metrics, traces or logs could not be handed to another system.</summary>
[ErrorCode("EM-OBS-008")]
public class ExporterException : ObservabilityException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="exporterType">The kind of exporter, such as <c>otlp</c>. Few different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exporterType"/> or <paramref name="reason"/> is null.</exception>
    public ExporterException(string exporterType, string reason, Exception? cause = null)
        : base(About(Words("Exporter", exporterType, "failed"), reason), cause)
    {
        ArgumentNullException.ThrowIfNull(exporterType);
        ExporterType = exporterType;
        AddContext("exporter_type", exporterType);
        Reason = reason;
        AddContext("reason", reason);
    }

    /// <summary>The kind of exporter.</summary>
    public string ExporterType { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>Transient: the other system may take it a moment later.</summary>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>A warning: it is likely to pass by itself.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;
}
