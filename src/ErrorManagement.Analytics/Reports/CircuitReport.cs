namespace ErrorManagement.Analytics;

/// <summary>What an error report says about one circuit breaker: plain text, made by the host from the breaker's own snapshot.</summary>
/// <param name="Name">The breaker's name, such as <c>payments</c>.</param>
/// <param name="State">Its state, such as <c>Open</c>. Breakers whose state is not <c>closed</c>, in any case, come first and into the opening sentence.</param>
/// <param name="Mode">Its mode, such as <c>Automatic</c>.</param>
/// <param name="Summary">Why it is as it is, such as <c>opened 4 times, last after 5 time-outs</c>; may be empty.</param>
/// <param name="Transitions">Its latest changes of state, one line each, newest first; the first ten are shown. May be empty.</param>
public sealed record CircuitReport(string Name, string State, string Mode, string Summary, IReadOnlyList<string> Transitions);
