using System.Globalization;
using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <content>The most frequent errors, one by one.</content>
internal sealed partial class MarkdownReport
{
    private const int MaxOrigins = 5;
    private const int MaxChain = 6;

    private void Details()
    {
        var shown = Math.Min(Math.Min(_report.Options.DetailedErrors, _report.Options.TopErrors), _report.Errors.Count);
        if (shown == 0)
        {
            return;
        }

        Section("Details");
        for (var i = 0; i < shown; i++)
        {
            if (i > 0)
            {
                Line();
            }

            Detail(i + 1, _report.Errors[i]);
        }
    }

    private void Detail(int number, WindowedError windowed)
    {
        var error = windowed.Record;
        Line($"### {Count(number)}. {Name(ShortTypeName.Of(error.ErrorType))} in {Name(error.Component)}");
        Line();
        Line($"- Type: {MarkdownText.Inline(error.ErrorType, MaxLongText)}");
        Line($"- Template: {MarkdownText.Inline(error.Template, MaxLongText)}");
        if (error.Code is not null || error.Identity is not null)
        {
            Line($"- Code: {Code(error)}");
        }

        Line($"- Severity and kind: {error.Severity.ToWireName()}, {error.Category}");
        var parts = string.Join(" and ", Parts(error));
        var share = windowed.Count <= _report.ErrorsInWindow ? $" ({Share(windowed.Count, _report.ErrorsInWindow)} of all)" : ""; // of an import the minutes are not known
        Line($"- Count: {Count(windowed.Count)} in the last {WindowName}{share}");
        Line($"- Since it was first seen: {Count(error.Count, "time")}{(parts.Length > 0 ? ", of which " + parts : "")}");
        if (error.ConsequenceCount > 0)
        {
            Line($"- Consequences: {Count(error.ConsequenceCount, "further call")} failed because of it without reaching it");
        }

        Line($"- First seen: {Instant(error.FirstSeen)} ({Length(_report.GeneratedAt - error.FirstSeen)} ago)");
        Line($"- Last seen: {Instant(error.LastSeen)} ({Length(_report.GeneratedAt - error.LastSeen)} ago)");
        if (Status(error) is { Length: > 0 } status)
        {
            Line($"- {status}");
        }

        if (error.Culprit is not null)
        {
            Line($"- Culprit: {MarkdownText.Inline(error.Culprit, MaxLongText)}");
        }

        if (Where(error.Context) is { Length: > 0 } where)
        {
            Line($"- Where: {where}");
        }

        foreach (var (label, text) in Surroundings(error).Where(static p => p.Text.Length > 0))
        {
            Line($"- {label}: {text}");
        }

        Line($"- Id: {(error.Id.IsNone ? "–" : error.Id.ToString())}, fingerprint {(error.Fingerprint.Version == 0 ? "–" : error.Fingerprint.ToString())}");
        if (_report.Options.ShowMessages && !string.IsNullOrWhiteSpace(error.Message))
        {
            Line();
            Line("Newest message:");
            Line();
            MarkdownText.AppendFence(Output, error.Message, MaxMessageLines);
        }

        if (_report.Options.StackLines == 0)
        {
            return;
        }

        Line();
        if (error.StackFor(_report.Options.ShowMessages, _report.Options.StackLines) is not { } stack || string.IsNullOrWhiteSpace(stack))
        {
            Line("No stack was kept.");
            return;
        }

        MarkdownText.AppendFence(Output, stack, _report.Options.StackLines);
    }

    // Records of another registry may know no more than that they are resolved.
    private static ErrorStatus StatusOf(ErrorRecord error) => error is { Status: ErrorStatus.Open, Resolved: true } ? ErrorStatus.Resolved : error.Status;

    private static string Status(ErrorRecord error) => StatusOf(error) switch
    {
        ErrorStatus.Resolved => $"Resolved: {(error.ResolvedAt is { } at ? Instant(at) : "yes")}{(error.ResolvedInRelease is { } release ? $", in release {Name(release)}" : "")}",
        ErrorStatus.Regressed => "Regressed: it came back after it was resolved",
        ErrorStatus.Muted when error.MutedUntil is { } until => $"Muted: until {Instant(until)}",
        ErrorStatus.Muted when error.MutedUntilPerHour is { } rate => $"Muted: until {Count(rate)} within an hour",
        ErrorStatus.Muted => "Muted: yes",
        ErrorStatus.Ignored => "Ignored: nobody is told of it",
        _ => "",
    };

    private static IEnumerable<string> Parts(ErrorRecord error)
    {
        if (error.RecoveredCount > 0)
        {
            yield return $"{Count(error.RecoveredCount)} went well in the end";
        }

        if (error.HandledCount > 0)
        {
            yield return $"{Count(error.HandledCount)} never reached the caller";
        }
    }

    private static IEnumerable<(string Label, string Text)> Surroundings(ErrorRecord error)
    {
        // The outermost one is the error itself.
        yield return ("Caused by", Some([.. error.Exceptions.SkipLast(1).Select(static e => ShortTypeName.Of(e.ErrorType))], MaxChain, " ← "));
        yield return ("Seen by", string.Join(", ", Enum.GetValues<ErrorSources>().Where(source => source != ErrorSources.None && error.Sources.HasFlag(source)).Select(SourceName)));
        yield return ("Releases", Some(error.Releases, MaxOrigins, ", "));
        yield return ("Machines", Some(error.Hosts, MaxOrigins, ", "));
        yield return ("Newest example", error.Occurrences.Count == 0 ? "" : Example(error.Occurrences[^1]));
    }

    private static string Some(IReadOnlyList<string> names, int most, string separator) =>
        string.Join(separator, names.Take(most).Select(Name)) + (names.Count > most ? $" and {Count(names.Count - most)} more" : "");

    private static string Example(SampledOccurrence occurrence) => string.Join(", ", new[]
    {
        occurrence.Resilience is { Attempt: { } attempt } note ? "try " + attempt.ToString(CultureInfo.InvariantCulture) + (note.MaxAttempts is { } most ? " of " + most.ToString(CultureInfo.InvariantCulture) : "") : "",
        occurrence.Resilience is { Breaker: { } breaker } through ? $"through breaker {Name(breaker)}{(through.BreakerState is { } state ? $" ({MarkdownText.Inline(state, 20)})" : "")}" : "",
        occurrence.Resilience is { Fallback: { } fallback } ? $"answered by fallback {Name(fallback)}" : "",
        occurrence.TraceId is { } trace ? $"trace {Name(trace)}" : "",
        occurrence.SpanId is { } span ? $"span {Name(span)}" : "",
    }.Where(static part => part.Length > 0));

    private static string SourceName(ErrorSources source) => source switch
    {
        ErrorSources.Catch => "catch block",
        ErrorSources.Logger => "log",
        ErrorSources.Middleware => "request pipeline",
        ErrorSources.Unhandled => "unhandled",
        ErrorSources.UnobservedTask => "unobserved task",
        ErrorSources.Resilience => "policy",
        ErrorSources.Occurrence => "event handed in",
        _ => source.ToString(),
    };

    // Operation, phase and layer have few values; the other parts of a context may be private.
    private static string Where(OperationContext? context) => string.Join(", ", new[]
    {
        (Label: "operation", Value: context?.Operation),
        (Label: "phase", Value: context?.Phase),
        (Label: "layer", Value: context?.Layer),
    }.Where(static p => !string.IsNullOrWhiteSpace(p.Value)).Select(static p => $"{p.Label} {Name(p.Value)}"));
}
