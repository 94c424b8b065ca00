namespace ErrorManagement.Families.Observability;

/// <summary>The base of the errors of watching a system: metrics, traces, alerts, exporters.</summary>
/// <remarks>Throw a derived type where one fits. It declares no category: the classifier judges by what is inside it.</remarks>
[ErrorCode("EM-OBS-000")]
public class ObservabilityException : CodedException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public ObservabilityException(string message, Exception? cause = null)
        : base(message, cause)
    {
        ArgumentNullException.ThrowIfNull(message);
    }

    /// <summary>An error, unless a derived type says otherwise.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Error;
}
