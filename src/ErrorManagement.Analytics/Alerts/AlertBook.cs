using System.Globalization;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>
/// The alerts that are alive, silences, and those that are over. Decides what is told; does neither input nor output, and asks no clock. For one thread at a time.
/// Bounded: what is beyond the limits is folded into alerts of the rule <c>more_alerts</c>, which count it.
/// </summary>
internal sealed class AlertBook(AlertOptions options)
{
    private const int MostSilences = 1_000;
    private const string RuleLabel = "rule";

    private readonly Dictionary<string, AlertEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byRule = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlertFold> _folds = new(StringComparer.Ordinal);
    private readonly List<HeldSilence> _silences = [];
    private readonly Queue<Alert> _history = [];
    private long _numbers;

    /// <summary>The settings; may be replaced between two calls.</summary>
    public AlertOptions Options { get; set; } = options;

    public IReadOnlyCollection<AlertEntry> Entries => _entries.Values;

    /// <summary>Takes in what the rules found, each for itself; a rule whose findings are null has failed, and its alerts stay as they are.</summary>
    public void Apply(IReadOnlyList<(AlertCondition Rule, IReadOnlyList<AlertFinding>? Findings)> found, RegistryMoment now)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        _folds.Clear();
        foreach (var (rule, findings) in found)
        {
            if (findings is null)
            {
                failed.Add(rule.Name);
                continue;
            }

            foreach (var finding in findings)
            {
                Find(rule, finding, seen, now);
            }
        }

        foreach (var fold in _folds.Values)
        {
            var entry = FoldEntry(fold.Rule, now);
            entry.FoldedFindings = fold.Count;
            entry.Severity = fold.Severity;
            entry.For = fold.For;
            entry.KeepFiring = fold.KeepFiring;
            Hold(entry, now);
            seen.Add(entry.Fingerprint);
            Describe(entry);
        }

        foreach (var entry in _entries.Values)
        {
            var isOfFailed = failed.Contains(entry.Rule) || (entry.Rule == AlertRuleNames.MoreAlerts && failed.Count > 0 && (!entry.Labels.TryGetValue(RuleLabel, out var of) || failed.Contains(of)));
            if (!isOfFailed && !seen.Contains(entry.Fingerprint))
            {
                entry.Holds = false;
                entry.FoldedFindings = 0;
            }
        }
    }

    /// <summary>Takes in an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">Now.</param>
    /// <param name="over">What is to be told before: that alerts are over whose events had come to an end though nobody had looked yet.</param>
    /// <returns>The alert that it is part of.</returns>
    public AlertEntry Raise(AlertEvent happened, RegistryMoment now, out IReadOnlyList<AlertNotice> over)
    {
        over = [];
        var fingerprint = AlertText.Fingerprint(happened.Rule, happened.Labels);
        if (!_entries.TryGetValue(fingerprint, out var entry) || IsPast(entry, now, ref over))
        {
            entry = HasRoom(happened.Rule, out var fold) ? Add(happened.Rule, happened.Labels, fingerprint, now) : FoldEntry(fold, now);
            if (entry.Fingerprint != fingerprint && IsPast(entry, now, ref over))
            {
                entry = FoldEntry(fold, now);
            }
        }

        entry.Count++;
        entry.LastSeen = now.UtcTime;
        entry.EventsUntil = now.Steady + Options.EventWindow.Ticks;
        entry.AddRecords(happened.Records);
        if (entry.Fingerprint != fingerprint)
        {
            entry.FoldedEvents++;
            entry.Severity = (ErrorSeverity)Math.Max((int)entry.Severity, (int)happened.Severity);
            Describe(entry);
            return entry;
        }

        entry.Severity = happened.Severity;
        entry.Message = happened.Describe(entry.Count);
        entry.Value = happened.Value ?? entry.Value;
        entry.Patterns = happened.Patterns.Count > 0 ? happened.Patterns : entry.Patterns;
        return entry;
    }

    /// <summary>The events of an alert are over, whatever their window says.</summary>
    public AlertEntry? EndEvents(string fingerprint, RegistryMoment now)
    {
        if (!_entries.TryGetValue(fingerprint, out var entry) || entry.EventsUntil is null)
        {
            return null;
        }

        entry.EventsUntil = now.Steady;
        return entry;
    }

    /// <summary>Lets time pass for all alerts.</summary>
    /// <returns>What is to be told, the worst first.</returns>
    public List<AlertNotice> Advance(RegistryMoment now)
    {
        _silences.RemoveAll(silence => silence.EndsAt <= now.Steady);
        var notices = new List<AlertNotice>();
        foreach (var entry in _entries.Values.ToArray())
        {
            if (Advance(entry, now) is { } notice)
            {
                notices.Add(notice);
            }
        }

        notices.Sort(static (a, b) => a.Alert.Severity != b.Alert.Severity
            ? b.Alert.Severity.CompareTo(a.Alert.Severity)
            : string.CompareOrdinal(a.Alert.Fingerprint, b.Alert.Fingerprint));
        return notices;
    }

    /// <summary>Lets time pass for one alert.</summary>
    /// <returns>What is to be told; null for nothing.</returns>
    public AlertNotice? Advance(AlertEntry entry, RegistryMoment now)
    {
        var telling = entry.Step(IsSilenced(entry, now), Options, now);
        var notice = telling == AlertTelling.Nothing ? null : entry.ToNotice(telling, Options.ApplicationName, now);
        if (entry.Course is null)
        {
            Remove(entry);
        }

        return notice;
    }

    public bool IsSilenced(AlertEntry entry, RegistryMoment now) =>
        _silences.Exists(held => held.EndsAt > now.Steady
            && (held.Silence.Matches(entry.Rule, entry.Labels) || (IsFoldOf(entry, held.Silence.Rule) && held.Silence.Labels.Count == 0)));

    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public void Silence(HeldSilence silence, RegistryMoment now)
    {
        _silences.RemoveAll(held => held.EndsAt <= now.Steady);
        if (_silences.Count >= MostSilences)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"There are {MostSilences:N0} silences already: a label that several alerts have in common needs one alone."));
        }

        _silences.Add(silence);
    }

    public bool Unsilence(string id, RegistryMoment now) => _silences.RemoveAll(held => held.EndsAt <= now.Steady) >= 0 && _silences.RemoveAll(held => held.Silence.Id == id) > 0;

    public IReadOnlyList<AlertSilence> Silences(RegistryMoment now) => [.. _silences.Where(silence => silence.EndsAt > now.Steady).Select(static silence => silence.Silence)];

    /// <summary>Those that are over, the newest first.</summary>
    public IReadOnlyList<Alert> History(int limit) => [.. _history.Reverse().Take(limit)];

    public void TrimHistory()
    {
        while (_history.Count > Options.HistoryCapacity)
        {
            _history.Dequeue();
        }
    }

    // Who has silenced a whole rule has silenced what stands for more of it.
    private static bool IsFoldOf(AlertEntry entry, string rule) =>
        entry.Rule == AlertRuleNames.MoreAlerts && entry.Labels.TryGetValue(RuleLabel, out var of) && string.Equals(of, rule, StringComparison.Ordinal);

    private void Find(AlertCondition rule, AlertFinding finding, HashSet<string> seen, RegistryMoment now)
    {
        var labels = AlertText.Labels(finding.Labels, rule.Labels);
        var fingerprint = AlertText.Fingerprint(rule.Name, labels);
        var severity = finding.Severity ?? rule.Severity;
        if (!_entries.TryGetValue(fingerprint, out var entry))
        {
            if (!HasRoom(rule.Name, out var fold))
            {
                var folded = _folds.GetValueOrDefault(fold ?? "") ?? new AlertFold(fold, rule.For, rule.KeepFiring);
                _folds[fold ?? ""] = folded with { Count = folded.Count + 1, Severity = (ErrorSeverity)Math.Max((int)folded.Severity, (int)severity) };
                return;
            }

            entry = Add(rule.Name, labels, fingerprint, now);
        }

        if (!seen.Add(fingerprint))
        {
            return; // the first of those with the same labels counts
        }

        entry.Severity = severity;
        entry.Message = AlertText.Line(finding.Message, AlertText.MaxMessage);
        entry.Value = finding.Value;
        entry.Threshold = finding.Threshold;
        entry.MostFound = Math.Max(entry.MostFound, finding.Count ?? 0);
        entry.SetRecords(finding.Records ?? []);
        entry.Patterns = finding.Patterns ?? [];
        entry.For = rule.For;
        entry.KeepFiring = rule.KeepFiring;
        Hold(entry, now);
    }

    private static void Hold(AlertEntry entry, RegistryMoment now)
    {
        entry.Holds = true;
        entry.Evaluations++;
        entry.LastSeen = now.UtcTime;
    }

    /// <summary>Whether there is room for one more alert of a rule; where not, the rule that the alert which stands for it is of, or null when all are too many.</summary>
    private bool HasRoom(string rule, out string? fold)
    {
        fold = _byRule.GetValueOrDefault(rule) >= Options.MaxAlertsPerRule ? rule : null;
        return fold is null && _entries.Count - _byRule.GetValueOrDefault(AlertRuleNames.MoreAlerts) < Options.MaxAlerts;
    }

    private AlertEntry FoldEntry(string? rule, RegistryMoment now)
    {
        var labels = AlertText.Labels(rule is null ? [] : [new KeyValuePair<string, string>(RuleLabel, rule)]);
        var fingerprint = AlertText.Fingerprint(AlertRuleNames.MoreAlerts, labels);
        return _entries.GetValueOrDefault(fingerprint) ?? Add(AlertRuleNames.MoreAlerts, labels, fingerprint, now);
    }

    /// <summary>Whether an alert was one of events alone whose time is over; it is ended then.</summary>
    private bool IsPast(AlertEntry entry, RegistryMoment now, ref IReadOnlyList<AlertNotice> over)
    {
        if (entry.Holds || entry.EventsUntil is not { } until || until > now.Steady)
        {
            return false;
        }

        over = Advance(entry, now) is { } notice ? [.. over, notice] : over;
        return entry.Course is null;
    }

    /// <summary>Says how many an alert stands for.</summary>
    private void Describe(AlertEntry entry)
    {
        var more = entry.FoldedFindings + entry.FoldedEvents;
        entry.Value = more;
        entry.Count = more;
        entry.Message = entry.Labels.TryGetValue(RuleLabel, out var rule)
            ? string.Create(CultureInfo.InvariantCulture, $"… and {more:N0} more of rule '{rule}' than the {Options.MaxAlertsPerRule:N0} alerts that are kept of it.")
            : string.Create(CultureInfo.InvariantCulture, $"… and {more:N0} more than the {Options.MaxAlerts:N0} alerts that are kept.");
    }

    private AlertEntry Add(string rule, SortedDictionary<string, string> labels, string fingerprint, RegistryMoment now)
    {
        var entry = new AlertEntry(rule, labels, fingerprint, ++_numbers, now);
        _entries.Add(fingerprint, entry);
        _byRule[rule] = _byRule.GetValueOrDefault(rule) + 1;
        return entry;
    }

    private void Remove(AlertEntry entry)
    {
        _entries.Remove(entry.Fingerprint);
        if (--_byRule[entry.Rule] is var left && left == 0)
        {
            _byRule.Remove(entry.Rule);
        }

        if (entry.IsOver)
        {
            _history.Enqueue(entry.ToAlert(silenced: false));
            TrimHistory();
        }
    }
}
