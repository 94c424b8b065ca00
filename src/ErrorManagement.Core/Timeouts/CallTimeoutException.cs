using System.Globalization;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Timeouts;

/// <summary>A call took longer than a time-out policy allows, and ended when its token was cancelled. Not the caller's cancellation.</summary>
/// <remarks>Its inner exception is a <see cref="TimeoutException"/>, so that code which looks for one finds it; that one's inner exception is what the operation threw.</remarks>
[ErrorCode("EM-RES-006")]
public sealed class CallTimeoutException : ResilienceException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="policyName">The name of the policy that gave up. Few different values.</param>
    /// <param name="timeout">How long the call was allowed to take.</param>
    /// <param name="cause">What the operation threw when its token was cancelled; null when there is nothing.</param>
    public CallTimeoutException(string policyName, TimeSpan timeout, Exception? cause = null)
        : base(policyName, MessageFor(policyName, timeout), retryAfter: null, new TimeoutException(MessageFor(policyName, timeout), cause))
    {
        Timeout = timeout;
        AddContext("timeout_seconds", timeout.TotalSeconds);
    }

    /// <summary>How long the call was allowed to take.</summary>
    public TimeSpan Timeout { get; }

    /// <inheritdoc/>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;

    /// <inheritdoc/>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    private static string MessageFor(string policyName, TimeSpan timeout) =>
        string.Create(CultureInfo.InvariantCulture, $"The call took longer than {timeout.TotalSeconds} s, which is all that '{policyName}' allows.");
}
