using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.LifeCycles;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Brings a record from elsewhere within the bounds of this registry: without secrets, which an older export may hold, and cut as its own are.</summary>
/// <param name="options">The settings of the registry.</param>
/// <param name="scrubber">Its scrubber.</param>
internal sealed class RecordIntake(ErrorRegistryOptions options, SecretScrubber scrubber)
{
    private const int MaxTemplate = MessageMask.MaxScanned;
    private const int MaxStack = 16_384;
    private const int MaxChanges = 32;
    private const int MaxOrigins = 32;
    private const int MaxOrigin = 200;
    private const int MaxFingerprints = 65;
    private const int MaxFacets = 64;
    private const int MaxFacetValues = 8;
    private const int MaxFacetValue = 64;
    private const string LeftOutMark = "…";

    public ErrorRecord Clean(ErrorRecord record)
    {
        var exceptions = record.Exceptions.Select(Clean).ToArray();
        return record with
        {
            Fingerprints = [.. record.Fingerprints.Take(MaxFingerprints)],
            ErrorType = scrubber.ScrubName(record.ErrorType),
            Component = scrubber.ScrubName(record.Component),
            Identity = scrubber.ScrubName(record.Identity),
            Culprit = Cut(record.Culprit, FrameLines.MaxLength),
            Message = scrubber.Scrub(record.Message, options.MaxMessageLength),
            Template = scrubber.Scrub(record.Template, MaxTemplate),
            StackTrace = options.CaptureStackTraces ? Cut(record.GivenStackTrace, MaxStack) : null,
            Context = Clean(record.Context),
            Releases = Origins(record.Releases),
            CountsByRelease = [.. record.CountsByRelease.Select(one => one with { Release = Cut(one.Release, MaxOrigin) })],
            Hosts = Origins(record.Hosts),
            Exceptions = exceptions,
            Occurrences = [.. record.Occurrences.Select(Clean)],
            Facets = [.. record.Facets.Take(MaxFacets).Select(Clean)],
            StatusChanges = [.. record.StatusChanges.Take(1).Concat(record.StatusChanges.Skip(Math.Max(1, record.StatusChanges.Count - MaxChanges + 1))).Select(Clean)],
            ResolvedInRelease = Cut(record.ResolvedInRelease, MaxOrigin),
        };
    }

    private ExceptionDetails Clean(ExceptionDetails exception) => new()
    {
        ErrorType = scrubber.ScrubName(exception.ErrorType),
        Message = scrubber.Scrub(exception.Message, options.MaxMessageLength),
        Parent = exception.Parent,
        LeftOut = exception.LeftOut,
        Frames = options.CaptureStackTraces ? [.. exception.Frames.Take(CapturedStack.MaxLines).Select(Clean)] : [],
        StackTrace = options.CaptureStackTraces && exception.Frames.Count == 0 ? Cut(exception.StackTrace, MaxStack) : null,
    };

    private StackLine Clean(StackLine line) => scrubber.Scrub(line.Text, FrameLines.MaxLength) is var text && ReferenceEquals(text, line.Text) ? line : line with { Text = text };

    private SampledOccurrence Clean(SampledOccurrence one) => one with
    {
        Message = scrubber.Scrub(one.Message, options.MaxMessageLength),
        Context = Clean(one.Context),
        TraceId = scrubber.ScrubName(one.TraceId),
        SpanId = scrubber.ScrubName(one.SpanId),
        Release = Cut(one.Release, MaxOrigin),
        Host = Cut(one.Host, MaxOrigin),
        Resilience = one.Resilience is not { } note ? null : note with
        {
            Breaker = scrubber.ScrubName(note.Breaker),
            BreakerState = scrubber.ScrubName(note.BreakerState),
            Fallback = scrubber.ScrubName(note.Fallback),
        },
    };

    private MessageFacet Clean(MessageFacet facet) => new(
        scrubber.Scrub(facet.Placeholder, MaxFacetValue),
        facet.Position,
        [.. facet.Values.Take(MaxFacetValues).Select(value => value with { Value = scrubber.Scrub(value.Value, MaxFacetValue) })],
        facet.Others);

    private StatusChange Clean(StatusChange change) => change with { Reason = scrubber.Scrub(change.Reason, LifeWords.MaxReason) };

    private OperationContext? Clean(OperationContext? context) =>
        context is null ? null : scrubber.Scrub(context, options.MaxContextEntries + Math.Min(Marks(context.Data, 0), options.MaxContextEntries + 1), options.MaxContextValueLength);

    /// <summary>How many entries say only that others were left out: they took no place when they were written.</summary>
    private static int Marks(object? value, int depth)
    {
        const int Deepest = 8;
        var marks = 0;
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map when depth < Deepest:
                marks = map.ContainsKey(LeftOutMark) ? 1 : 0;
                foreach (var entry in map)
                {
                    marks += Marks(entry.Value, depth + 1);
                }

                break;
            case IReadOnlyList<object?> list when depth < Deepest:
                marks = list is [.., string last] && last.StartsWith(LeftOutMark, StringComparison.Ordinal) ? 1 : 0;
                for (var i = 0; i < list.Count; i++)
                {
                    marks += Marks(list[i], depth + 1);
                }

                break;
        }

        return marks;
    }

    private string[] Origins(IReadOnlyList<string> names) => [.. names.Where(static name => name.Length > 0).Take(MaxOrigins).Select(name => Cut(name, MaxOrigin)!)];

    private string? Cut(string? text, int length) => text is null ? null : scrubber.Scrub(text, length);
}
