using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Reports;

/// <summary>A stretch of time in which a circuit breaker was in one state.</summary>
/// <param name="Span">From when to when.</param>
/// <param name="State">The state.</param>
internal readonly record struct CircuitStretch(ChartSpan Span, CircuitState State)
{
    /// <summary>The states that a breaker was in, oldest first, without gaps; nothing is said of the time after <paramref name="until"/>, nor of that whose changes are no longer known.</summary>
    public static IReadOnlyList<CircuitStretch> Of(ReportedCircuit circuit, ChartSpan span, DateTimeOffset until)
    {
        var end = until < span.To ? until : span.To;
        if (end <= span.From)
        {
            return [];
        }

        var changes = circuit.Transitions.OrderBy(static change => change.At).ToList();
        var before = changes.FindLast(change => change.At <= span.From);
        if ((before?.To ?? (changes.Count > 0 ? changes[0].From : circuit.EndState)) is not { } state)
        {
            return [];
        }

        // Where changes are lost, nothing is known of the time before the first that is left.
        var isCut = circuit.ChangesLost && before is null && changes.Count > 0;
        var begin = isCut ? changes[0].At : span.From;
        (var from, state) = (begin, isCut ? changes[0].To : state);
        var stretches = new List<CircuitStretch>();
        foreach (var change in changes.Where(change => change.At > begin && change.At < end && change.From != change.To))
        {
            stretches.Add(new CircuitStretch(new ChartSpan(from, change.At), state));
            (from, state) = (change.At, change.To);
        }

        stretches.Add(new CircuitStretch(new ChartSpan(from, end), state));
        return stretches;
    }

    /// <summary>The changes inside the span with which a breaker began to reject calls.</summary>
    public static IEnumerable<CircuitTransitioned> Openings(ReportedCircuit circuit, ChartSpan span) =>
        circuit.Transitions.Where(change => change.To == CircuitState.Open && change.From != CircuitState.Open && change.At >= span.From && change.At <= span.To);
}
