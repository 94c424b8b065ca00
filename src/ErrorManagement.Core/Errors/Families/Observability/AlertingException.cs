using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>An alert could not be judged, raised or sent.</summary>
/// <remarks>It declares no category: the classifier judges by what is inside it.</remarks>
[ErrorCode("EM-OBS-003")]
public class AlertingException : ObservabilityException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="alertName">The alert, such as <c>disk-full</c>; null or empty when not known. Few different values.</param>
    /// <param name="channel">Where it goes, such as <c>slack</c>; null or empty when not known. Few different values; an address with a token in it does not belong here.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public AlertingException(string message, string? alertName = null, string? channel = null, Exception? cause = null)
        : base(Words(About(Given("Alert ", alertName), message), Bracketed(channel)), cause)
    {
        AlertName = Noted("alert_name", alertName);
        Channel = Noted("channel", channel);
    }

    /// <summary>The alert; null when it was not given.</summary>
    public string? AlertName { get; }

    /// <summary>Where it goes; null when it was not given.</summary>
    public string? Channel { get; private protected init; }
}
