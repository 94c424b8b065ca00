using System.Globalization;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics;

/// <summary>What an error report says about one circuit breaker: plain text, made by the host from the breaker's own snapshot.</summary>
/// <param name="Name">The breaker's name, such as <c>payments</c>.</param>
/// <param name="State">Its state, such as <c>Open</c>. Breakers whose state is not <c>closed</c>, in any case, come first and into the opening sentence.</param>
/// <param name="Mode">Its mode, such as <c>Automatic</c>.</param>
/// <param name="Summary">Why it is as it is, such as <c>opened 4 times, last after 5 time-outs</c>; may be empty.</param>
/// <param name="Transitions">Its latest changes of state, one line each, newest first; the first ten are shown. May be empty.</param>
public sealed record CircuitReport(string Name, string State, string Mode, string Summary, IReadOnlyList<string> Transitions)
{
    private const int KeptTransitions = 50; // of a breaker

    /// <summary>Puts a breaker's figures into words.</summary>
    /// <param name="metrics">The figures.</param>
    /// <returns>The words, the same in every culture; instants are UTC.</returns>
    public static CircuitReport Of(CircuitBreakerMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var openings = metrics.Transitions.Count(static t => t.BreakDuration is not null);
        string[] parts =
        [
            Opened(openings, isCut: metrics.Transitions.Count >= KeptTransitions),
            metrics.Causes.Count == 0 ? "" : $"last by {string.Join(", ", metrics.Causes)}",
            metrics.RetryAfter is { } wait ? string.Create(CultureInfo.InvariantCulture, $"next trial in {wait.TotalSeconds:0.0} s") : "",
            metrics.TotalCalls is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{metrics.SuccessfulCalls} calls succeeded, {metrics.FailedCalls} failed, {metrics.RejectedCalls} were rejected"),
        ];
        return new CircuitReport(
            metrics.Name,
            metrics.State.ToString(),
            metrics.Mode.ToString(),
            string.Join("; ", parts.Where(static part => part.Length > 0)),
            [.. metrics.Transitions.Reverse().Select(Line)]);
    }

    private static string Opened(int openings, bool isCut) => (openings, isCut) switch
    {
        (0, false) => "never opened",
        (0, true) => string.Create(CultureInfo.InvariantCulture, $"not opened in its last {KeptTransitions} changes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"opened {(isCut ? "at least " : "")}{openings} {(openings == 1 ? "time" : "times")}"),
    };

    private static string Line(CircuitTransitioned transition)
    {
        var length = transition.BreakDuration is { } open ? string.Create(CultureInfo.InvariantCulture, $" for {open.TotalSeconds:0.###} s") : "";
        var causes = transition.Causes.Count == 0 ? "" : $": {string.Join(", ", transition.Causes)}";
        return string.Create(CultureInfo.InvariantCulture, $"{transition.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} {transition.From} to {transition.To}{length} ({transition.Reason}){causes}");
    }
}
