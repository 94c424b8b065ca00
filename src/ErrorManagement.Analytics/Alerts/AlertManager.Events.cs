using System.Globalization;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics;

/// <content>Takes in events: what is an alert because it happened.</content>
public sealed partial class AlertManager
{
    private const int MaxTemplate = 300;

    /// <summary>
    /// Tells of something that happened. It fires at once; further events with the same rule and labels within <see cref="AlertOptions.EventWindow"/> of the last one are the same alert, whose count rises: a storm is told once, and once more when it is over, with how many there were.
    /// </summary>
    /// <param name="rule">What happened, such as <c>import_failed</c>; blank reads <c>event</c>. The name of a rule makes it part of that rule's alert. At most 100 characters are kept; few different values, no private data.</param>
    /// <param name="severity">How bad it is.</param>
    /// <param name="message">What is wrong, in one sentence. At most 1,000 characters are kept.</param>
    /// <param name="labels">What it is about; null for nothing. At most 16, names of at most 60 and values of at most 200 characters; few different values, no private data.</param>
    /// <param name="value">The figure it is about; null for none.</param>
    /// <param name="records">The records behind it; null for none.</param>
    /// <remarks>Never throws and waits for no channel. Beyond <see cref="AlertOptions.MaxAlerts"/> it is counted in one alert with all others. After disposal it does nothing.</remarks>
    public void Raise(string rule, ErrorSeverity severity, string message, IReadOnlyDictionary<string, string>? labels = null, double? value = null, IEnumerable<ErrorId>? records = null)
    {
        try
        {
            var text = AlertText.Line(message, AlertText.MaxMessage);
            Happened(new AlertEvent(RuleName(rule), AlertText.Labels(labels), Known(severity), _ => text)
            {
                Value = value is { } number && double.IsFinite(number) ? number : null,
                Records = [.. (records ?? []).Take(5)],
            });
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e); // a collection of the host's own
        }
    }

    /// <summary>Tells of the reasons that a decision names, each as an event. The rules of a manager decide the same by themselves, with a for-duration.</summary>
    /// <param name="decision">The decision.</param>
    public void Raise(AlertDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        foreach (var alert in decision.Alerts)
        {
            var text = AlertText.Line(alert.Message, AlertText.MaxMessage);
            Happened(new AlertEvent(RuleName(alert.Type), AlertText.Labels(), Known(alert.Severity), _ => text)
            {
                Value = alert.Value,
                Patterns = [.. alert.Patterns],
                Records = [.. alert.Patterns.SelectMany(static pattern => pattern.Records).Distinct().Take(5)],
            });
        }
    }

    /// <summary>Says that what was raised is over, without waiting for <see cref="AlertOptions.EventWindow"/>. One whose rule still holds goes on.</summary>
    /// <param name="rule">The rule, as it was raised.</param>
    /// <param name="labels">The labels, as they were raised; null for none.</param>
    /// <returns>Whether there was such an alert.</returns>
    public bool Resolve(string rule, IReadOnlyDictionary<string, string>? labels = null)
    {
        var fingerprint = AlertText.Fingerprint(RuleName(rule), AlertText.Labels(labels));
        lock (_gate)
        {
            var now = _clock.Read();
            if (_isDisposed || _book.EndEvents(fingerprint, now) is not { } entry)
            {
                return false;
            }

            if (_book.Advance(entry, now) is { } notice)
            {
                TellLocked([notice]);
            }

            return true;
        }
    }

    private static string RuleName(string? rule) => AlertText.Line(rule, AlertText.MaxRule) is { Length: > 0 } name ? name : "event";

    private static ErrorSeverity Known(ErrorSeverity severity) => Enum.IsDefined(severity) ? severity : ErrorSeverity.Error;

    private void Happened(AlertEvent happened)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var now = _clock.Read();
            var raised = _book.Raise(happened, now, out var over);
            var notice = _book.Advance(raised, now);
            if (notice is not null || over.Count > 0)
            {
                TellLocked(notice is null ? [.. over] : [.. over, notice]);
            }
        }
    }

    /// <summary>A step in the life of a record; the registry tells it on a thread of the pool.</summary>
    private void OnErrorChanged(object? sender, ErrorChangedEventArgs e)
    {
        // Of what is muted or ignored nobody is to be told, whatever step led there.
        var options = _options;
        if (e.Change.To is ErrorStatus.Muted or ErrorStatus.Ignored or ErrorStatus.Resolved)
        {
            return;
        }

        var (rule, severity, what) = e.Change.Kind switch
        {
            ErrorChange.New when options.NewErrors => (AlertRuleNames.NewError, ErrorSeverity.Warning, "new"),
            ErrorChange.Regressed when options.Regressions => (AlertRuleNames.Regression, ErrorSeverity.Error, "returning"),
            ErrorChange.Unmuted when options.Unmuted => (AlertRuleNames.Unmuted, ErrorSeverity.Warning, "formerly muted"),
            _ => ("", ErrorSeverity.Debug, ""),
        };
        if (rule.Length == 0)
        {
            return;
        }

        var component = AlertText.Line(e.Component, AlertText.MaxLabelValue);
        var type = AlertText.Line(ShortTypeName.Of(e.ErrorType), AlertText.MaxLabelValue);
        var template = AlertText.Line(e.Template, MaxTemplate);
        var which = $"{type}{(template.Length == 0 ? "" : $" \"{template}\"")}{(e.Id.IsNone ? "" : $", record {e.Id}")}";
        Happened(new AlertEvent(rule, AlertText.Labels([new KeyValuePair<string, string>("component", component)]), severity, Describe) { Records = [e.Id] });

        string Describe(long count) => count == 1
            ? $"A {what} error in {component}: {which}."
            : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what} errors in {component}, the latest {which}.");
    }
}
