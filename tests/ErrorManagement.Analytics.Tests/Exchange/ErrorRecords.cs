using System.Globalization;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Tests.Exchange;

/// <summary>Makes records with something in every member, different for each seed, as a registry of default settings could hold them.</summary>
internal static class ErrorRecords
{
    private static readonly string[] Words = ["order", "paid", "ünïcode 漢字 😀", "a \"quote\"", "line\nbreak", "=1+1", "<b>&amp;", "tab\there", "back\\slash", "half \ufffd"];
    private static readonly DateTimeOffset Start = new(2029, 12, 30, 0, 0, 0, TimeSpan.Zero);

    public static ErrorRecord Of(int seed)
    {
        var random = new Random(seed);
        var first = Start.AddMilliseconds(random.Next(100_000_000));
        var last = first.AddTicks(random.Next(1, int.MaxValue));
        var counts = BySeverity(random, 5);
        var consequences = BySeverity(random, 0);
        var occurrences = Enumerable.Range(0, random.Next(1, 9)).Select(i => Occurrence(random, first.AddTicks(i))).ToArray();
        var exceptions = Exceptions(random);
        var total = counts.Values.Sum();
        return WithLife(random, new ErrorRecord
        {
            Id = new ErrorId((ulong)seed + 1),
            Fingerprint = Fingerprint(random, 1),
            ErrorType = "Shop.Error" + seed.ToString(CultureInfo.InvariantCulture),
            Component = "part " + random.Next(4).ToString(CultureInfo.InvariantCulture),
            Message = occurrences[^1].Message,
            Template = Text(random) + " <num>",
            Code = random.Next(2) == 0 ? null : new ErrorCode("SHOP", "PAY", random.Next(1_000)),
            Identity = random.Next(2) == 0 ? null : "http:503",
            Category = (ErrorCategory)random.Next(6),
            Severity = counts.Keys.Max(),
            Context = Context(random),
            Count = total,
            CountsBySeverity = counts,
            RecoveredCount = random.NextInt64(total + 1),
            HandledCount = random.NextInt64(total + 1),
            ConsequenceCount = consequences.Values.Sum(),
            ConsequencesBySeverity = consequences,
            Sources = (ErrorSources)random.Next(1, 128),
            Releases = ["1." + random.Next(9).ToString(CultureInfo.InvariantCulture), "2.0"],
            CountsByRelease = ByRelease(total, first, last),
            Hosts = random.Next(2) == 0 ? [] : ["web-1", "web-" + random.Next(2, 9).ToString(CultureInfo.InvariantCulture)],
            Exceptions = exceptions,
            Stacks = exceptions.Any(static e => e.Frames.Count > 0) ? new ExceptionTreeText(exceptions) : null,
            StackTrace = exceptions.Length == 0 ? "   at Given.As.Text()" : null,
            Occurrences = occurrences,
            FirstSeen = first,
            LastSeen = last,
            Culprit = TextOrNull(random),
            Facets = random.Next(2) == 0 ? [] : [new MessageFacet("<num>", 0, [new FacetValue(Text(random), 30), new FacetValue("7", 2)], random.Next(9))],
        });
    }

    private static ReleaseCount[] ByRelease(long total, DateTimeOffset first, DateTimeOffset last)
    {
        var part = total / 3;
        var rest = new ReleaseCount(total % 2 == 0 ? "2.0" : null, total - part, first.AddTicks(1), last) { Crowding = Crowding(total - part) };
        return part == 0 ? [rest] : [new ReleaseCount("1.5", part, first, last.AddTicks(-1)) { Crowding = Crowding(part) }, rest];

        static MeanCrowding Crowding(long count) => new(Math.Min(count - 1, 7) / (double)count, Math.Min(count - 1, 11), Math.Min(count - 1, 60));
    }

    /// <summary>Where it stands, and how it came there.</summary>
    private static ErrorRecord WithLife(Random random, ErrorRecord record)
    {
        var born = new StatusChange(record.FirstSeen, ErrorChange.New, ErrorStatus.Open, ErrorStatus.Open, Text(random));
        var at = record.LastSeen.AddMinutes(1);
        record = record with { Fingerprints = random.Next(2) == 0 ? [record.Fingerprint] : [record.Fingerprint, Fingerprint(random, 2), Fingerprint(random, 1)] };
        return (ErrorStatus)random.Next(5) switch
        {
            ErrorStatus.Resolved => record with { Status = ErrorStatus.Resolved, Resolved = true, ResolvedAt = at, ResolvedInRelease = random.Next(2) == 0 ? null : "2.1", StatusChanges = [born, Step(ErrorChange.Resolved, ErrorStatus.Resolved)] },
            ErrorStatus.Regressed => record with { Status = ErrorStatus.Regressed, StatusChanges = [born, Step(ErrorChange.Resolved, ErrorStatus.Resolved), new StatusChange(at, ErrorChange.Regressed, ErrorStatus.Resolved, ErrorStatus.Regressed, "back")] },
            ErrorStatus.Muted when random.Next(2) == 0 => record with { Status = ErrorStatus.Muted, MutedUntil = at.AddYears(5), StatusChanges = [born, Step(ErrorChange.Muted, ErrorStatus.Muted)] },
            ErrorStatus.Muted => record with { Status = ErrorStatus.Muted, MutedUntilPerHour = random.Next(2, 99), StatusChanges = [born, Step(ErrorChange.Muted, ErrorStatus.Muted)] },
            ErrorStatus.Ignored => record with { Status = ErrorStatus.Ignored, StatusChanges = [born, Step(ErrorChange.Ignored, ErrorStatus.Ignored)] },
            _ => record with { StatusChanges = [born] },
        };

        StatusChange Step(ErrorChange kind, ErrorStatus to) => new(at, kind, ErrorStatus.Open, to, Text(random));
    }

    public static ErrorFingerprint Fingerprint(Random random, byte version)
    {
        var high = (ulong)random.NextInt64(1, long.MaxValue);
        return new ErrorFingerprint(version, new UInt128(high, (ulong)random.NextInt64()));
    }

    private static string Text(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Words[random.Next(Words.Length)]));

    private static string? TextOrNull(Random random) => random.Next(3) == 0 ? null : Text(random);

    private static Dictionary<ErrorSeverity, long> BySeverity(Random random, long least)
    {
        var counts = new Dictionary<ErrorSeverity, long>();
        foreach (var severity in Enum.GetValues<ErrorSeverity>())
        {
            if (random.Next(2) == 0)
            {
                counts[severity] = random.NextInt64(10, 1_000_000_000);
            }
        }

        if (counts.Count == 0 && least > 0)
        {
            counts[ErrorSeverity.Error] = random.NextInt64(least + 5, 100);
        }

        return counts;
    }

    private static ExceptionDetails[] Exceptions(Random random) => random.Next(4) == 0 ? [] :
    [
        new ExceptionDetails { ErrorType = "System.TimeoutException", Message = Text(random), Parent = 1, LeftOut = random.Next(3), Frames = Frames(random) },
        new ExceptionDetails { ErrorType = "Shop.Error", Message = Text(random), Frames = Frames(random) },
    ];

    private static StackLine[] Frames(Random random) => [.. Enumerable.Range(0, random.Next(6)).Select(i => new StackLine($"   at Shop.Type{i}.Run{random.Next(9)}(Order order) in a b.cs:line {i}", random.Next(2) == 0))];

    private static SampledOccurrence Occurrence(Random random, DateTimeOffset at) => new(at, Text(random), (ErrorSeverity)random.Next(5), Context(random), TextOrNull(random), random.Next(2) == 0)
    {
        SpanId = TextOrNull(random),
        Release = random.Next(2) == 0 ? null : "1.1",
        Host = random.Next(2) == 0 ? null : "web-1",
        Source = (ErrorSources)random.Next(1, 128),
        Handled = random.Next(2) == 0,
        Resilience = random.Next(2) == 0 ? null : new ResilienceNote { Attempt = random.Next(9), MaxAttempts = random.Next(2) == 0 ? null : 9, Breaker = TextOrNull(random), BreakerState = "half_open", Fallback = TextOrNull(random) },
    };

    private static OperationContext? Context(Random random) => random.Next(3) == 0 ? null : new OperationContext
    {
        Operation = TextOrNull(random),
        Phase = TextOrNull(random),
        Layer = TextOrNull(random),
        JobId = TextOrNull(random),
        RequestId = TextOrNull(random),
        UserId = TextOrNull(random),
        Data = random.Next(4) == 0 ? null : new Dictionary<string, object?>
        {
            ["whole"] = random.Next(int.MinValue, int.MaxValue),
            ["real"] = random.NextDouble() * Math.Pow(10, random.Next(-30, 10)),
            ["exact"] = 1.50m,
            ["large"] = 1e300,
            ["minus nothing"] = -0.0,
            ["flag"] = true,
            ["none"] = null,
            ["text"] = Text(random),
            ["list"] = new List<object?> { 1, Text(random), null, new List<object?> { 2.5f } },
            ["map"] = new Dictionary<string, object?> { ["when"] = Start, ["inner"] = new Dictionary<string, object?>() },
        },
    };
}
