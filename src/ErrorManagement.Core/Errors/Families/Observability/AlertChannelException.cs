using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>A channel did not take an alert.</summary>
[ErrorCode("EM-OBS-007")]
public class AlertChannelException : AlertingException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="channel">The channel, such as <c>slack</c>. Few different values; an address with a token in it does not belong here.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="channel"/> or <paramref name="reason"/> is null.</exception>
    public AlertChannelException(string channel, string reason, Exception? cause = null)
        : base(About(Words("Alert channel", channel, "failed"), reason), cause: cause)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Channel = Noted("channel", channel); // not by the base, which would show it a second time
        Reason = reason;
        AddContext("reason", reason);
    }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>Transient: the channel may take it a moment later.</summary>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>A warning: it is likely to pass by itself.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;
}
