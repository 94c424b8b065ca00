using System.Globalization;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What the registry and the policies tell each other of an exception.</summary>
internal static class PolicyNotes
{
    // An error is often recorded in a wrapper of the host's own.
    private const int MaxDepth = 4;

    /// <summary>What the policies know of an exception, or of the first one inside it that they know.</summary>
    public static ResilienceNote? Of(Exception? exception)
    {
        if (exception is CircuitOpenException rejection)
        {
            return (ResilienceNotes.Of(rejection) ?? new ResilienceNote()) with { Breaker = rejection.BreakerName, BreakerState = NameOf(rejection.State) };
        }

        for (var depth = 0; exception is not null && depth < MaxDepth; exception = exception.InnerException, depth++)
        {
            if (ResilienceNotes.Of(exception) is { } note)
            {
                return note;
            }
        }

        return null;
    }

    /// <summary>Tells the breakers which record an exception became, so that their rejections name it.</summary>
    public static void Tell(Exception? exception, TrackedError record)
    {
        for (var depth = 0; exception is not null && depth < MaxDepth; exception = exception.InnerException, depth++)
        {
            ResilienceNotes.Recorded(exception, new ErrorId(record.Handle));
        }
    }

    /// <summary>The breaker that rejected a call: rejections whose cause is not known are grouped by it, whatever they say of states and times. Null for all other errors.</summary>
    public static string? RejectedBy(Exception? exception) => (exception as CircuitOpenException)?.BreakerName;

    /// <summary>The template that rejections by a breaker have in common.</summary>
    public static string? TemplateOf(Exception? exception) =>
        RejectedBy(exception) is { } breaker ? string.Create(CultureInfo.InvariantCulture, $"Circuit '{breaker}' rejected the call.") : null;

    private static string NameOf(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.HalfOpen => "half_open",
        _ => "open",
    };
}
