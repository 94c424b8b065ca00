using System.Globalization;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.CircuitBreakers;

/// <summary>A breaker rejected the call: it was not made.</summary>
/// <remarks>Catching this type catches <see cref="CircuitIsolatedException"/> too. The message is built when it is first read.</remarks>
[ErrorCode("EM-RES-001")]
public class CircuitOpenException : ResilienceException
{
    private string? _message;

    /// <summary>Makes a rejection.</summary>
    /// <param name="breakerName">The name of the breaker.</param>
    /// <param name="retryAfter">When a trial may be let through, counted from now; null when only a person can close the circuit. A negative value counts as zero.</param>
    /// <param name="state">The state that rejected.</param>
    /// <param name="mode">The mode that rejected.</param>
    /// <param name="causes">What opened it; null for not known.</param>
    /// <param name="reason">Why it opened; null for not known.</param>
    public CircuitOpenException(string breakerName, TimeSpan? retryAfter = null, CircuitState state = CircuitState.Open, CircuitMode mode = CircuitMode.Automatic, IReadOnlyList<CircuitFailureCause>? causes = null, CircuitTransitionReason? reason = null)
        : base(breakerName, null, retryAfter is { } delay && delay < TimeSpan.Zero ? TimeSpan.Zero : retryAfter)
    {
        State = state;
        Mode = mode;
        Causes = causes ?? [];
        Reason = reason;
    }

    /// <summary>The name of the breaker.</summary>
    public string BreakerName => PolicyName;

    /// <summary>The state that rejected: open, half-open with all trials in flight, or closed while a ramp after a recovery holds a share of the calls back.</summary>
    public CircuitState State { get; }

    /// <summary>The mode that rejected.</summary>
    public CircuitMode Mode { get; }

    /// <summary>What opened the circuit, at most four kinds of errors, most frequent first; empty when that is not known.</summary>
    public IReadOnlyList<CircuitFailureCause> Causes { get; }

    /// <summary>Why the circuit opened: which rule, or who; null when that is not known.</summary>
    public CircuitTransitionReason? Reason { get; }

    /// <inheritdoc/>
    public override bool IsRejection => true;

    /// <inheritdoc/>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;

    /// <inheritdoc/>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>Which breaker, why, and when to try again, such as <c>Circuit 'payments' is OPEN; retry after 12.5 s. Opened by 4x TimeoutException.</c></summary>
    public override string Message => _message ??= BuildMessage();

    private string BuildMessage()
    {
        var condition = (Mode, State) switch
        {
            (CircuitMode.Isolated, _) => "is OPEN: someone isolated it, and it stays so until it is reset",
            (_, CircuitState.Closed) => "was OPEN and lets only a share of the calls through while it recovers",
            (_, CircuitState.HalfOpen) => "is half-OPEN and all its trial calls are in flight",
            _ => "is OPEN",
        };
        var retry = RetryAfter is { } delay ? string.Create(CultureInfo.InvariantCulture, $"; retry after {delay.TotalSeconds:0.0} s") : "";
        var causes = Causes.Count == 0 ? Reason switch
        {
            CircuitTransitionReason.SlowCallRate or CircuitTransitionReason.TrialSlow => " Opened by slow calls.",
            CircuitTransitionReason.HalfOpenTimedOut => " Opened because its trials took too long.",
            CircuitTransitionReason.Manual => " Opened by hand.",
            _ => "",
        }
        : $" Opened by {string.Join(", ", Causes)}.";
        return $"Circuit '{BreakerName}' {condition}{retry}.{causes}";
    }
}
