using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Observability;

/// <summary>A rule of an alert is wrong.</summary>
/// <remarks>The rule is the <see cref="AlertingException.AlertName"/>, too.</remarks>
[ErrorCode("EM-OBS-006")]
public class AlertRuleException : AlertingException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="ruleName">The rule, such as <c>disk-full</c>. Few different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="expression">The rule's expression; null or empty when not known. About as many different values as rules.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ruleName"/> or <paramref name="reason"/> is null.</exception>
    public AlertRuleException(string ruleName, string reason, string? expression = null, Exception? cause = null)
        : base(Words(About("invalid rule", reason), Bracketed(expression)), ruleName, cause: cause)
    {
        ArgumentNullException.ThrowIfNull(ruleName);
        RuleName = ruleName;
        AddContext("rule_name", ruleName);
        Reason = reason;
        AddContext("reason", reason);
        Expression = Noted("expression", expression);
    }

    /// <summary>The rule.</summary>
    public string RuleName { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The expression; null when it was not given.</summary>
    public string? Expression { get; }

    /// <summary>Permanent: the rule fails until someone changes it.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
