using System.Net;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>One try to send failed, in words that may be shown: neither address nor answer is in them, the name of the host apart.</summary>
internal sealed class ChannelTryException(string message, HttpRequestError error = HttpRequestError.Unknown, Exception? cause = null, HttpStatusCode? status = null)
    : HttpRequestException(error, message, cause, status)
{
    /// <summary>Whether one more try may help.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>What it says about the receiver.</summary>
    public CircuitVerdict Verdict { get; init; } = CircuitVerdict.Failure;
}
