using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>What is written to the log about rules of signatures.</summary>
internal static partial class SignatureLog
{
    [LoggerMessage(EventId = 120, EventName = "SignatureRuleFailed", Level = LogLevel.Warning, Message = "The function of the signature rule '{Rule}' threw; the rule did not match, and does not whenever it throws. Told once. {Failure}")]
    public static partial void RuleFailed(ILogger logger, string rule, string failure);
}
