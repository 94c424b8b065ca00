using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>What a ticket says of one record.</summary>
internal static class TicketSection
{
    private const int MaxName = 200;
    private const int MaxLine = 500;
    private const int MaxMessageLines = 20;
    private const int MaxStackLines = 60;
    private const int MaxFrames = 12;

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static void Append(StringBuilder text, ErrorRecord error, string heading, string? application)
    {
        Facts(text, error, application);
        Heading(text, heading, "Message");
        MarkdownText.AppendFence(text, error.Message, MaxMessageLines);
        text.Append("\nTemplate: ").Append(TicketText.Inline(error.Template, MaxLine)).Append('\n');
        Causes(text, error, heading);
        Occurrences(text, error, heading);
        Values(text, error, heading);
        Context(text, error, heading);
        History(text, error, heading);
    }

    private static void Facts(StringBuilder text, ErrorRecord error, string? application)
    {
        text.Append("| Fact | Value |\n| --- | --- |\n");
        Fact(text, "Application", application);
        Fact(text, "Type", error.ErrorType);
        Fact(text, "Component", error.Component);
        Fact(text, "Culprit", error.Culprit);
        Fact(text, "Code", error.Code?.ToString());
        Fact(text, "Identity", error.Identity);
        Fact(text, "Severity", error.Severity.ToWireName());
        Fact(text, "Category", WireNames<ErrorCategory>.Of(error.Category));
        Fact(text, "Status", Status(error));
        Fact(text, "Count", Count(error));
        Fact(text, "First seen", Instant(error.FirstSeen));
        Fact(text, "Last seen", Instant(error.LastSeen));
        Fact(text, "Seen by", string.Join(", ", JsonRecordWriter.NamesOf(error.Sources)));
        Fact(text, "Releases", error.CountsByRelease.Count > 0 ? string.Join(", ", error.CountsByRelease.Select(ByRelease)) : string.Join(", ", error.Releases));
        Fact(text, "Hosts", string.Join(", ", error.Hosts));
        Fact(text, "Fingerprint", error.Fingerprint.ToString());
        Fact(text, "Further fingerprints", string.Join(", ", error.Fingerprints.Where(other => other != error.Fingerprint)));
    }

    private static string ByRelease(ReleaseCount one) => string.Create(CultureInfo.InvariantCulture, $"{one.Release ?? "not known"} ({one.Count:N0})");

    private static string Status(ErrorRecord error)
    {
        var status = new StringBuilder(WireNames<ErrorStatus>.Of(error.Status));
        if (error.ResolvedAt is { } at)
        {
            status.Append(" at ").Append(Instant(at));
        }

        if (error.ResolvedInRelease is { } release)
        {
            status.Append(" in release ").Append(release);
        }

        if (error.MutedUntil is { } until)
        {
            status.Append(" until ").Append(Instant(until));
        }

        if (error.MutedUntilPerHour is { } rate)
        {
            status.Append(CultureInfo.InvariantCulture, $" until {rate:N0} an hour");
        }

        return status.ToString();
    }

    private static string Count(ErrorRecord error)
    {
        var count = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{error.Count:N0}");
        Part(error.RecoveredCount, "went well in the end");
        Part(error.HandledCount, "somebody answered for");
        Part(error.ConsequenceCount, "further calls failed in consequence");
        return count.ToString();

        void Part(long amount, string what)
        {
            if (amount > 0)
            {
                count.Append(CultureInfo.InvariantCulture, $"; {amount:N0} {what}");
            }
        }
    }

    private static void Causes(StringBuilder text, ErrorRecord error, string heading)
    {
        for (var i = 0; i < error.Exceptions.Count; i++)
        {
            var exception = error.Exceptions[i];
            Heading(text, heading, error.Exceptions.Count == 1 ? "Stack" : i == 0 ? "Root cause" : i > 0 && error.Exceptions[i - 1].Parent == i ? "Wrapped by" : "Beside it");
            var lines = new StringBuilder();
            lines.Append(exception.ErrorType).Append(": ").Append(exception.Message).Append('\n');
            Frames(lines, exception.Frames);
            if (exception.Frames.Count == 0 && exception.StackTrace is { } stack)
            {
                lines.Append(stack);
            }

            MarkdownText.AppendFence(text, lines.ToString(), MaxStackLines);
        }

        if (error.GivenStackTrace is { } given)
        {
            Heading(text, heading, "Stack");
            MarkdownText.AppendFence(text, given, MaxStackLines);
        }
    }

    /// <summary>The innermost frame and the application's own; runs of others are told by their number.</summary>
    private static void Frames(StringBuilder text, IReadOnlyList<StackLine> frames)
    {
        var shown = 0;
        var leftOut = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            if ((i == 0 || frames[i].IsOwn) && shown < MaxFrames)
            {
                LeftOut();
                text.Append(frames[i].Text).Append('\n');
                shown++;
            }
            else
            {
                leftOut++;
            }
        }

        LeftOut();

        void LeftOut()
        {
            if (leftOut > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{StackLine.Word}{leftOut:N0} more {(leftOut == 1 ? "line" : "lines")}\n");
                leftOut = 0;
            }
        }
    }

    private static void Occurrences(StringBuilder text, ErrorRecord error, string heading)
    {
        if (error.Occurrences.Count == 0)
        {
            return;
        }

        Heading(text, heading, "Occurrences that were kept");
        text.Append("| When | Severity | Release | Host | Trace | Outcome | Message |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var one in error.Occurrences)
        {
            var outcome = one.Recovered ? "recovered" : one.Handled ? "handled" : "failed";
            text.Append(CultureInfo.InvariantCulture, $"| {Instant(one.Timestamp)} | {one.Severity.ToWireName()} | {Name(one.Release)} | {Name(one.Host)} | {Name(one.TraceId)} | {outcome} | {TicketText.Inline(one.Message, MaxName)} |\n");
        }
    }

    private static void Values(StringBuilder text, ErrorRecord error, string heading)
    {
        if (error.Facets.Count == 0)
        {
            return;
        }

        Heading(text, heading, "Values in the message");
        text.Append("| Placeholder | Values |\n| --- | --- |\n");
        foreach (var facet in error.Facets)
        {
            var values = facet.Values.Select(static value => string.Create(CultureInfo.InvariantCulture, $"{Name(value.Value)} ({value.Count:N0})"));
            var others = facet.Others > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {facet.Others:N0} others") : "";
            text.Append(CultureInfo.InvariantCulture, $"| {facet.Position + 1}. {Name(facet.Placeholder)} | {string.Join(", ", values)}{others} |\n");
        }
    }

    private static void Context(StringBuilder text, ErrorRecord error, string heading)
    {
        if (error.Context is not { } context)
        {
            return;
        }

        Heading(text, heading, "Newest context");
        text.Append("| Name | Value |\n| --- | --- |\n");
        Fact(text, "operation", context.Operation);
        Fact(text, "phase", context.Phase);
        Fact(text, "layer", context.Layer);
        Fact(text, "job_id", context.JobId);
        Fact(text, "request_id", context.RequestId);
        Fact(text, "user_id", context.UserId);
        foreach (var (name, value) in JsonValueWriter.Entries(context))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Name(name)} | {TicketText.Inline(value, MaxLine)} |\n");
        }
    }

    private static void History(StringBuilder text, ErrorRecord error, string heading)
    {
        if (error.StatusChanges.Count == 0)
        {
            return;
        }

        Heading(text, heading, "History");
        text.Append("| When | What | From | To | Reason |\n| --- | --- | --- | --- | --- |\n");
        foreach (var change in error.StatusChanges)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Instant(change.At)} | {WireNames<ErrorChange>.Of(change.Kind)} | {WireNames<ErrorStatus>.Of(change.From)} | {WireNames<ErrorStatus>.Of(change.To)} | {TicketText.Inline(change.Reason, MaxLine)} |\n");
        }
    }

    private static void Fact(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {TicketText.Inline(name, MaxName)} | {TicketText.Inline(value, MaxLine)} |\n");
        }
    }

    private static string Name(string? name) => TicketText.Inline(name, MaxName);

    private static void Heading(StringBuilder text, string heading, string title) => text.Append('\n').Append(heading).Append(' ').Append(title).Append("\n\n");
}
