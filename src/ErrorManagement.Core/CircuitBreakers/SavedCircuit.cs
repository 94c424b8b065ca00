using System.Globalization;

namespace ErrorManagement.CircuitBreakers;

/// <summary>A snapshot as it stands in JSON. Names and meanings are those of version 1; a later version gets a type of its own.</summary>
internal sealed class SavedCircuit
{
    public string? Name { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    public string? State { get; set; }

    public string? Mode { get; set; }

    public double? BreakLeftSeconds { get; set; }

    public int OpeningsInARow { get; set; }

    public int ConsecutiveFailures { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? LastFailureAt { get; set; }

    public List<Cause>? Causes { get; set; }

    public List<Slice>? Window { get; set; }

    public string? LastCalls { get; set; }

    public static SavedCircuit Of(CircuitBreakerSnapshot snapshot) => new()
    {
        Name = snapshot.Name,
        TakenAt = snapshot.TakenAt,
        State = StateNames.First(n => n.State == snapshot.State).Name,
        Mode = ModeNames.First(n => n.Mode == snapshot.Mode).Name,
        BreakLeftSeconds = snapshot.BreakLeft?.TotalSeconds,
        OpeningsInARow = snapshot.OpeningsInARow,
        ConsecutiveFailures = snapshot.ConsecutiveFailures,
        OpenedAt = snapshot.OpenedAt,
        LastFailureAt = snapshot.LastFailureAt,
        Causes = snapshot.Causes.Select(c => new Cause { ErrorType = c.ErrorType, Code = c.Code, Count = c.Count }).ToList(),
        Window = snapshot.Window.Select(s => new Slice { AgeSeconds = s.Age.TotalSeconds, Successes = s.Successes, Failures = s.Failures, SlowCalls = s.SlowCalls }).ToList(),
        LastCalls = snapshot.LastCalls,
    };

    /// <exception cref="FormatException">Something is missing or out of its bounds; the message names it.</exception>
    public CircuitBreakerSnapshot ToSnapshot()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new FormatException("A saved circuit has no name.");
        }

        return new CircuitBreakerSnapshot
        {
            Name = Name,
            TakenAt = TakenAt ?? throw Wrong("taken_at", "missing", "a point in time"),
            State = StateNames.Where(n => n.Name == State).Select(n => (CircuitState?)n.State).FirstOrDefault() ?? throw Wrong("state", State, "closed, open or half_open"),
            Mode = ModeNames.Where(n => n.Name == Mode).Select(n => (CircuitMode?)n.Mode).FirstOrDefault() ?? throw Wrong("mode", Mode, "automatic, isolated, disabled or metrics_only"),
            BreakLeft = BreakLeftSeconds is { } left ? SpanOf("break_left_seconds", left) : null,
            OpeningsInARow = OpeningsInARow,
            ConsecutiveFailures = ConsecutiveFailures,
            OpenedAt = OpenedAt,
            LastFailureAt = LastFailureAt,
            Causes = (Causes ?? []).Select(c => new CircuitFailureCause(c.ErrorType ?? throw Wrong("error_type", "missing", "the name of a type"), c.Code, c.Count, default)).ToArray(),
            Window = (Window ?? []).Select(s => new CircuitWindowSlice(SpanOf("age_seconds", s.AgeSeconds), s.Successes, s.Failures, s.SlowCalls)).ToArray(),
            LastCalls = LastCalls ?? "",
        };
    }

    private static (CircuitState State, string Name)[] StateNames { get; } =
        [(CircuitState.Closed, "closed"), (CircuitState.Open, "open"), (CircuitState.HalfOpen, "half_open")];

    private static (CircuitMode Mode, string Name)[] ModeNames { get; } =
        [(CircuitMode.Automatic, "automatic"), (CircuitMode.Isolated, "isolated"), (CircuitMode.Disabled, "disabled"), (CircuitMode.MetricsOnly, "metrics_only")];

    private TimeSpan SpanOf(string what, double seconds) =>
        seconds >= 0 && seconds <= TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromTicks((long)Math.Min(seconds * TimeSpan.TicksPerSecond, long.MaxValue))
            : throw Wrong(what, seconds.ToString(CultureInfo.InvariantCulture), "at least 0, and no longer than a TimeSpan can hold");

    private FormatException Wrong(string what, string? value, string bound) => new($"Saved circuit '{Name}': {what} must be {bound}; it is {value ?? "missing"}.");

    internal sealed class Cause
    {
        public string? ErrorType { get; set; }

        public string? Code { get; set; }

        public int Count { get; set; }
    }

    internal sealed class Slice
    {
        public double AgeSeconds { get; set; }

        public long Successes { get; set; }

        public long Failures { get; set; }

        public long SlowCalls { get; set; }
    }
}
