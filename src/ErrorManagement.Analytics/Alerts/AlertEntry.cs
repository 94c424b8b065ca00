using System.Collections.ObjectModel;
using System.Globalization;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>One alert that is alive. For one thread at a time.</summary>
internal sealed class AlertEntry
{
    /// <summary>How many records behind an alert are kept.</summary>
    public const int MostRecords = 5;

    private readonly ReadOnlyDictionary<string, string> _labels;
    private DateTimeOffset _startedAt;
    private DateTimeOffset? _firedAt;
    private DateTimeOffset? _goneAt;
    private int _tellings;

    public AlertEntry(string rule, SortedDictionary<string, string> labels, string fingerprint, long number, RegistryMoment now)
    {
        Rule = rule;
        Fingerprint = fingerprint;
        _labels = labels.AsReadOnly();
        _startedAt = now.UtcTime;
        LastSeen = now.UtcTime;
        Id = string.Create(CultureInfo.InvariantCulture, $"{StableHash.Of(fingerprint):x16}-{now.UtcTime.UtcDateTime:yyyyMMdd'T'HHmmss.fff'Z'}-{number}");
    }

    public string Id { get; }

    public string Rule { get; }

    public string Fingerprint { get; }

    public IReadOnlyDictionary<string, string> Labels => _labels;

    public ErrorSeverity Severity { get; set; }

    public string Message { get; set; } = "";

    public double? Value { get; set; }

    public double? Threshold { get; set; }

    /// <summary>How many events there were; of an alert that stands for others, how many it stands for.</summary>
    public long Count { get; set; }

    /// <summary>The most that its rule counted at a time.</summary>
    public long MostFound { get; set; }

    /// <summary>How often its condition was found to hold.</summary>
    public long Evaluations { get; set; }

    public IReadOnlyList<ErrorId> Records { get; private set; } = [];

    public IReadOnlyList<DetectedPattern> Patterns { get; set; } = [];

    public DateTimeOffset LastSeen { get; set; }

    public AlertCourse? Course { get; private set; }

    /// <summary>Whether its condition held when it was last looked at.</summary>
    public bool Holds { get; set; }

    /// <summary>Until when its last event counts, on the steady clock; null when it never had one, or they were called off.</summary>
    public long? EventsUntil { get; set; }

    /// <summary>Of an alert that stands for others: how many events came for them.</summary>
    public long FoldedEvents { get; set; }

    /// <summary>Of an alert that stands for others: for how many of them the condition holds.</summary>
    public long FoldedFindings { get; set; }

    /// <summary>How long its condition must hold, and must have ceased to; null for what the options say.</summary>
    public TimeSpan? For { get; set; }

    public TimeSpan? KeepFiring { get; set; }

    public bool HoldsAt(long now) => Holds || now < EventsUntil;

    /// <summary>Takes records among those behind it.</summary>
    public void AddRecords(IEnumerable<ErrorId> records) =>
        Records = Records.Count >= MostRecords ? Records : [.. Records.Concat(records).Where(static id => !id.IsNone).Distinct().Take(MostRecords)];

    public void SetRecords(IEnumerable<ErrorId> records) => Records = [.. records.Where(static id => !id.IsNone).Take(MostRecords)];

    /// <summary>One step of its course.</summary>
    public AlertTelling Step(bool silenced, AlertOptions options, RegistryMoment now)
    {
        // What events say is so at once, and their own window is the time that they are kept firing for.
        if (Holds && EventsUntil <= now.Steady)
        {
            EventsUntil = null;
        }

        var timing = EventsUntil is null
            ? new AlertTiming(For ?? options.For, KeepFiring ?? options.KeepFiring, options.RepeatInterval)
            : new AlertTiming(TimeSpan.Zero, TimeSpan.Zero, options.RepeatInterval);
        var before = Course;
        var turn = AlertMachine.Next(before, HoldsAt(now.Steady), silenced, timing, now.Steady);
        Course = turn.Course;
        if (before is null)
        {
            _startedAt = now.UtcTime;
        }

        if (Course is { FiredAt: not null })
        {
            _firedAt ??= now.UtcTime;
        }

        _goneAt = Course is { GoneAt: null } ? null : _goneAt ?? now.UtcTime;
        return turn.Telling;
    }

    /// <summary>Whether it is over, and was more than pending.</summary>
    public bool IsOver => Course is null && _firedAt is not null;

    public Alert ToAlert(bool silenced) => new()
    {
        Id = Id,
        Rule = Rule,
        Fingerprint = Fingerprint,
        Severity = Severity,
        State = Course switch
        {
            null => AlertState.Resolved,
            { FiredAt: null } => AlertState.Pending,
            _ => silenced ? AlertState.Silenced : AlertState.Firing,
        },
        Labels = _labels,
        Message = Message,
        Value = Value,
        Threshold = Threshold,
        Count = Math.Max(1, Math.Max(Count, MostFound)),
        Evaluations = Evaluations,
        StartedAt = _startedAt,
        FiredAt = _firedAt,
        LastSeen = LastSeen,
        ResolvedAt = _goneAt,
        Records = Records,
        Patterns = Patterns,
    };

    /// <summary>What is told of it. Each notice of an episode has an id of its own.</summary>
    public AlertNotice ToNotice(AlertTelling telling, string? application, RegistryMoment now) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{Id}-{(telling == AlertTelling.Resolved ? "resolved" : "firing")}-{++_tellings}"),
        Alert = ToAlert(silenced: false),
        At = now.UtcTime,
        ApplicationName = application,
    };
}
