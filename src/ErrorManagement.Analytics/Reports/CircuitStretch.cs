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
        var breakEnds = (isCut ? changes[0] : before) is { } first ? EndOfBreak(first) : DateTimeOffset.MaxValue;
        foreach (var change in changes.Where(change => change.At > begin && change.At < end))
        {
            Add(stretches, new ChartSpan(from, change.At), state, breakEnds);
            (from, state, breakEnds) = (change.At, change.To, EndOfBreak(change));
        }

        Add(stretches, new ChartSpan(from, end), state, breakEnds);
        return stretches;
    }

    /// <summary>The changes inside the span with which a breaker began to reject calls.</summary>
    public static IEnumerable<CircuitTransitioned> Openings(ReportedCircuit circuit, ChartSpan span) =>
        circuit.Transitions.Where(change => change.To == CircuitState.Open && change.From != CircuitState.Open && change.At >= span.From && change.At <= span.To);

    /// <summary>When a breaker that changed lets a trial through. It says so itself only when the next call comes, which at night may be hours later.</summary>
    public static DateTimeOffset EndOfBreak(CircuitTransitioned change) =>
        change.ToMode == CircuitMode.Automatic && change.BreakDuration is { } length ? ChartSpan.Later(change.At, length) : DateTimeOffset.MaxValue;

    private static void Add(List<CircuitStretch> stretches, ChartSpan span, CircuitState state, DateTimeOffset breakEnds)
    {
        if (state == CircuitState.Open && breakEnds < span.To)
        {
            var trials = breakEnds > span.From ? breakEnds : span.From;
            AddWhole(stretches, new ChartSpan(span.From, trials), state);
            AddWhole(stretches, new ChartSpan(trials, span.To), CircuitState.HalfOpen);
            return;
        }

        AddWhole(stretches, span, state);
    }

    // A change of the mode alone, or one that says what the break's end has said already, begins no stretch.
    private static void AddWhole(List<CircuitStretch> stretches, ChartSpan span, CircuitState state)
    {
        if (stretches.Count > 0 && stretches[^1].State == state)
        {
            stretches[^1] = new CircuitStretch(new ChartSpan(stretches[^1].Span.From, span.To), state);
        }
        else if (span.To > span.From)
        {
            stretches.Add(new CircuitStretch(span, state));
        }
    }
}
