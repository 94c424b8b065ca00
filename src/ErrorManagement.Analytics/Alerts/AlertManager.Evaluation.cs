using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics;

/// <content>Looks at the rules.</content>
public sealed partial class AlertManager
{
    // Of one rule and evaluation. What is beyond is folded anyway; so much work, and no more, does a rule that never ends.
    private const int MostFindings = 100_000;

    private readonly SemaphoreSlim _evaluating = new(1);
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private long _ruleFailures;
    private bool _timerFailed;

    /// <summary>How often a rule threw.</summary>
    internal long RuleFailures => Volatile.Read(ref _ruleFailures);

    /// <summary>Looks at all rules now, and has channels told what follows; they are not waited for. What the registry still has to tell of changes is taken in before.</summary>
    /// <param name="cancellationToken">Ends it before the rules are looked at.</param>
    /// <returns>Done when it is decided. A rule that throws harms neither it nor other rules. After disposal it does nothing.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task EvaluateAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _registry.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e); // a registry of another make; the rules say what can be read of it
        }

        await _evaluating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Evaluate();
        }
        finally
        {
            _evaluating.Release();
        }
    }

    private void OnTimer()
    {
        // One that takes longer than the interval is not overtaken.
        if (!_evaluating.Wait(0))
        {
            return;
        }

        try
        {
            Evaluate();
            _timerFailed = false;
        }
        catch (Exception e)
        {
            // A clock of the host's own: nothing may escape into a timer.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            if (!_timerFailed)
            {
                _timerFailed = true;
                _log.EvaluationFailed(e);
            }
        }
        finally
        {
            _evaluating.Release();
        }
    }

    private void Evaluate()
    {
        if (_isDisposed)
        {
            return;
        }

        var snapshot = new AlertSnapshot(_registry, _clock.Read().UtcTime, _options.Window, _breakers, _budgets);
        var found = Array.ConvertAll(_conditions, rule => (rule, (IReadOnlyList<AlertFinding>?)Find(rule, snapshot)));
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var now = _clock.Read();
            _book.Apply(found, now);
            TellLocked(_book.Advance(now));
        }
    }

    /// <summary>What a rule finds; null when it threw. Foreign code: under no lock.</summary>
    private AlertFinding[]? Find(AlertCondition rule, AlertSnapshot snapshot)
    {
        try
        {
            AlertFinding[] findings = [.. (rule.Find(snapshot) ?? []).Take(MostFindings).OfType<AlertFinding>().Select(Copied)];
            _failing.Remove(rule.Name);
            return findings;
        }
        catch (Exception e)
        {
            Interlocked.Increment(ref _ruleFailures);
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            if (_failing.Add(rule.Name))
            {
                _log.RuleFailed(rule.Name, e);
            }

            return null;
        }
    }

    // Collections in it are the host's own: they are read here, where what they throw is the rule's failure, and never again.
    private static AlertFinding Copied(AlertFinding finding) => finding with
    {
        Labels = AlertText.Labels(finding.Labels).AsReadOnly(),
        Severity = finding.Severity is { } severity && Enum.IsDefined(severity) ? severity : null,
        Records = [.. (finding.Records ?? []).Where(static id => !id.IsNone).Take(AlertEntry.MostRecords)],
        Patterns = [.. (finding.Patterns ?? []).OfType<DetectedPattern>()],
    };

    /// <summary>Hands notices on, in their order. A channel only takes note of them here.</summary>
    private void TellLocked(List<AlertNotice> notices)
    {
        if (notices.Count > 0)
        {
            foreach (var pump in _pumps)
            {
                pump.Enqueue(notices);
            }
        }
    }
}
