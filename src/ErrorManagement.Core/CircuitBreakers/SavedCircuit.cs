using System.Text.Json;

namespace ErrorManagement.CircuitBreakers;

/// <summary>A snapshot as it stands in JSON. Names and meanings are those of version 1; a later version gets a type of its own.</summary>
internal sealed class SavedCircuit
{
    private static readonly (CircuitState State, string Name)[] StateNames =
        [(CircuitState.Closed, "closed"), (CircuitState.Open, "open"), (CircuitState.HalfOpen, "half_open")];

    private static readonly (CircuitMode Mode, string Name)[] ModeNames =
        [(CircuitMode.Automatic, "automatic"), (CircuitMode.Isolated, "isolated"), (CircuitMode.Disabled, "disabled"), (CircuitMode.MetricsOnly, "metrics_only")];

    public string? Name { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    public string? State { get; set; }

    public string? Mode { get; set; }

    public double? BreakLeftSeconds { get; set; }

    public double? BreakDurationSeconds { get; set; }

    public double? RampLeftSeconds { get; set; }

    public int OpeningsInARow { get; set; }

    public int ConsecutiveFailures { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? LastFailureAt { get; set; }

    public List<Cause?>? Causes { get; set; }

    public List<Slice?>? Window { get; set; }

    public string? LastCalls { get; set; }

    public static SavedCircuit Of(CircuitBreakerSnapshot snapshot) => new()
    {
        Name = snapshot.Name,
        TakenAt = snapshot.TakenAt,
        State = StateNames.First(n => n.State == snapshot.State).Name,
        Mode = ModeNames.First(n => n.Mode == snapshot.Mode).Name,
        BreakLeftSeconds = snapshot.BreakLeft?.TotalSeconds,
        BreakDurationSeconds = snapshot.BreakDuration?.TotalSeconds,
        RampLeftSeconds = snapshot.RampLeft?.TotalSeconds,
        OpeningsInARow = snapshot.OpeningsInARow,
        ConsecutiveFailures = snapshot.ConsecutiveFailures,
        OpenedAt = snapshot.OpenedAt,
        LastFailureAt = snapshot.LastFailureAt,
        Causes = [.. snapshot.Causes.Select(c => new Cause { ErrorType = c.ErrorType, Code = c.Code, Count = c.Count })],
        Window = [.. snapshot.Window.Select(s => new Slice { AgeSeconds = s.Age.TotalSeconds, Successes = s.Successes, Failures = s.Failures, SlowCalls = s.SlowCalls })],
        LastCalls = snapshot.LastCalls,
    };

    /// <exception cref="FormatException">Something is missing or out of its bounds; the message names it.</exception>
    public CircuitBreakerSnapshot ToSnapshot()
    {
        var snapshot = new CircuitBreakerSnapshot
        {
            Name = Name ?? throw Wrong("name", null, "not empty"),
            TakenAt = TakenAt?.ToUniversalTime() ?? throw Wrong("taken_at", null, "a point in time"),
            State = StateNames.Where(n => n.Name == State).Select(n => (CircuitState?)n.State).FirstOrDefault() ?? throw Wrong("state", State, "closed, open or half_open"),
            Mode = ModeNames.Where(n => n.Name == Mode).Select(n => (CircuitMode?)n.Mode).FirstOrDefault() ?? throw Wrong("mode", Mode, "automatic, isolated, disabled or metrics_only"),
            BreakLeft = BreakLeftSeconds is { } left ? SpanOf("break_left_seconds", left) : null,
            BreakDuration = BreakDurationSeconds is { } whole ? SpanOf("break_duration_seconds", whole) : null,
            RampLeft = RampLeftSeconds is { } ramp ? SpanOf("ramp_left_seconds", ramp) : null,
            OpeningsInARow = OpeningsInARow,
            ConsecutiveFailures = ConsecutiveFailures,
            OpenedAt = OpenedAt?.ToUniversalTime(),
            LastFailureAt = LastFailureAt?.ToUniversalTime(),
            Causes = [.. (Causes ?? []).Select((c, i) => c is null ? throw Wrong($"causes[{i}]", null, "there") : new CircuitFailureCause(c.ErrorType ?? "", c.Code, c.Count, default))],
            Window = [.. (Window ?? []).Select((s, i) => s is null ? throw Wrong($"window[{i}]", null, "there") : new CircuitWindowSlice(SpanOf($"window[{i}].age_seconds", s.AgeSeconds), s.Successes, s.Failures, s.SlowCalls))],
            LastCalls = LastCalls ?? "",
        };
        return SnapshotCheck.Find(snapshot) is { } mistake ? throw Wrong(NameInJson(mistake.Member), mistake.Value, mistake.Bound) : snapshot;
    }

    private static string NameInJson(string member)
    {
        var name = string.Join('.', member.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
        return member is nameof(CircuitBreakerSnapshot.BreakLeft) or nameof(CircuitBreakerSnapshot.BreakDuration) ? name + "_seconds" : name;
    }

    private TimeSpan SpanOf(string what, double seconds)
    {
        if (!(seconds >= 0 && seconds <= TimeSpan.MaxValue.TotalSeconds))
        {
            throw Wrong(what, seconds, $"0 to {SnapshotMistake.Show(TimeSpan.MaxValue.TotalSeconds)}");
        }

        // Rounded, as a length of so many ticks is no round number of seconds; the longest one is rounded up, to more than fits.
        var ticks = Math.Round(seconds * TimeSpan.TicksPerSecond);
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
    }

    private FormatException Wrong(string what, object? value, string bound) =>
        new($"Saved circuit '{SnapshotMistake.Show(Name)}': {what} must be {bound}; it is {SnapshotMistake.Show(value)}.");

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
