using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>What was asked for is not allowed in the present state.</summary>
[ErrorCode("EM-CORE-007")]
public class StateException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="currentState">The present state; null or empty when not known. Few different values.</param>
    /// <param name="targetState">The state that was asked for; null or empty when none was. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public StateException(string message, string? currentState = null, string? targetState = null, Exception? cause = null)
        : base(About(Given("State ", Words(currentState, Given("-> ", targetState))), message), cause)
    {
        CurrentState = Noted("current_state", currentState);
        TargetState = Noted("target_state", targetState);
    }

    /// <summary>The present state; null when it was not given.</summary>
    public string? CurrentState { get; }

    /// <summary>The state that was asked for; null when it was not given.</summary>
    public string? TargetState { get; }

    /// <summary>Permanent: the same step from the same state fails again.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
