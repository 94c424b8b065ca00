using Microsoft.Extensions.Logging;

namespace ErrorManagement.CircuitBreakers;

/// <summary>What a breaker writes to the log: one message a transition.</summary>
internal static partial class CircuitBreakerLog
{
    public static void Write(ILogger logger, CircuitTransitioned? transition, CircuitThresholdExceeded? exceeded)
    {
        if (exceeded is not null)
        {
            WouldHaveOpened(logger, exceeded.BreakerName, exceeded.Reason, string.Join(", ", exceeded.Causes));
        }
        else if (transition!.BreakDuration is { } length)
        {
            Opened(logger, transition.BreakerName, length, transition.Reason, string.Join(", ", transition.Causes));
        }
        else
        {
            Changed(logger, transition.BreakerName, transition.From, transition.To, transition.ToMode, transition.Reason);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "CircuitOpened", Level = LogLevel.Warning, Message = "Circuit '{Breaker}' opened for {BreakDuration}: {Reason}. Causes: {Causes}")]
    private static partial void Opened(ILogger logger, string breaker, TimeSpan breakDuration, CircuitTransitionReason reason, string causes);

    [LoggerMessage(EventId = 3, EventName = "CircuitWouldHaveOpened", Level = LogLevel.Warning, Message = "Circuit '{Breaker}' only measures; it would have opened: {Reason}. Causes: {Causes}")]
    private static partial void WouldHaveOpened(ILogger logger, string breaker, CircuitTransitionReason reason, string causes);

    [LoggerMessage(EventId = 2, EventName = "CircuitChanged", Level = LogLevel.Information, Message = "Circuit '{Breaker}' went from {From} to {To} ({Mode}): {Reason}")]
    private static partial void Changed(ILogger logger, string breaker, CircuitState from, CircuitState to, CircuitMode mode, CircuitTransitionReason reason);
}
