using System.Text.Json;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Reads a record that <see cref="JsonRecordWriter"/> wrote, without reflection. Nothing of what it reads is trusted: not its form, not its numbers.</summary>
internal static class JsonRecordReader
{
    /// <summary>The highest count that is taken in: what a counter holds, and room to go on.</summary>
    public const long MaxCount = 1_000_000_000_000;

    /// <summary>What is said of a record that no parser takes.</summary>
    public const string NoJson = "it is no valid JSON, or names a member twice.";

    private const int MaxExceptions = 64;

    // Those that are counted apart, and the rest.
    private const int MaxReleases = 33;

    private static readonly JsonDocumentOptions OneRecord = new() { MaxDepth = JsonForm.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a record from the bytes of its object, which are whole.</summary>
    /// <exception cref="FormatException">It is none; the message names the member.</exception>
    public static ErrorRecord Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = Parse(bytes);
        return Read(document.RootElement);
    }

    private static ErrorRecord Read(JsonElement element)
    {
        var from = new JsonObjectReader(element, "");
        CheckSchema(from.NumberOrNull(JsonForm.Schema, 1, int.MaxValue));
        var fingerprint = Fingerprint(from, "fingerprint", from.Text("fingerprint"));
        var count = from.Number("count", 0, MaxCount);
        var consequences = from.NumberOrNull("consequence_count", 0, MaxCount) ?? 0;
        var severity = from.Word("severity", ErrorSeverity.Error);
        var exceptions = Exceptions(from);
        var record = new ErrorRecord
        {
            Id = default,
            Fingerprint = fingerprint,
            Fingerprints = Fingerprints(from, fingerprint),
            ErrorType = NonEmpty(from, "error_type"),
            Component = NonEmpty(from, "component"),
            Message = from.Text("message"),
            Template = from.Text("template"),
            Code = Code(from),
            Identity = from.TextOrNull("identity"),
            Culprit = from.TextOrNull("culprit"),
            Category = from.Word<ErrorCategory>("category"),
            Severity = severity,
            Count = count,
            CountsBySeverity = BySeverity(from, "counts_by_severity", count, severity),
            RecoveredCount = Part(from, "recovered_count", count),
            HandledCount = Part(from, "handled_count", count),
            ConsequenceCount = consequences,
            ConsequencesBySeverity = BySeverity(from, "consequences_by_severity", consequences, severity),
            FirstSeen = from.Time("first_seen"),
            LastSeen = from.Time("last_seen"),
            Sources = Sources(from),
            Releases = from.Texts("releases"),
            CountsByRelease = ByRelease(from, count),
            Hosts = from.Texts("hosts"),
            Context = JsonContextReader.Read(from),
            Facets = from.Objects("facets", Facet),
            StackTrace = from.TextOrNull("stack_trace"),
            Stacks = ExceptionTreeText.HasStack(exceptions) ? new ExceptionTreeText(exceptions) : null,
            Exceptions = exceptions,
            Occurrences = from.Objects("occurrences", Occurrence),
            Status = from.Word<ErrorStatus>("status"),
            StatusChanges = from.Objects("status_changes", Change),
            Resolved = from.Flag("resolved"),
            ResolvedAt = from.TimeOrNull("resolved_at"),
            ResolvedInRelease = from.TextOrNull("resolved_in_release"),
            MutedUntil = from.TimeOrNull("muted_until"),
            MutedUntilPerHour = (int?)from.NumberOrNull("muted_until_per_hour", 1, int.MaxValue),
        };
        if (record.LastSeen < record.FirstSeen)
        {
            throw from.Wrong("last_seen", "is before 'first_seen'");
        }

        // Files that were written before records had a status.
        return record.Resolved && record.Status == ErrorStatus.Open ? record with { Status = ErrorStatus.Resolved } : record;
    }

    /// <summary>Refuses what a newer version of this library wrote for newer readers only. Files without a number are of the first.</summary>
    public static void CheckSchema(long? version)
    {
        if (version > JsonForm.SchemaVersion)
        {
            throw new FormatException($"'{JsonForm.Schema}' is {version}: a newer version of this library wrote it. This one reads up to {JsonForm.SchemaVersion}.");
        }
    }

    private static string NonEmpty(JsonObjectReader from, string name) => from.Text(name) is { Length: > 0 } text ? text : throw from.Wrong(name, "must not be empty");

    private static ErrorFingerprint Fingerprint(JsonObjectReader from, string name, string text) => FingerprintText.TryParse(text, out var fingerprint)
        ? fingerprint
        : throw from.Wrong(name, "is no fingerprint, such as v1: and 32 lower-case hexadecimal digits");

    private static List<ErrorFingerprint> Fingerprints(JsonObjectReader from, ErrorFingerprint own)
    {
        var all = from.Texts("fingerprints").Select((text, i) => Fingerprint(from, $"fingerprints[{i}]", text)).Where(other => other != own).Distinct().ToList();
        all.Insert(0, own);
        return all;
    }

    private static ErrorCode? Code(JsonObjectReader from) => from.TextOrNull("error_code") is not { } text ? null
        : ErrorCode.TryParse(text, out var code) ? code
        : throw from.Wrong("error_code", "is no error code, such as SHOP-PAY-001");

    private static long Part(JsonObjectReader from, string name, long whole) => from.NumberOrNull(name, 0, MaxCount) switch
    {
        null => 0,
        { } part when part <= whole => part,
        _ => throw from.Wrong(name, "is more than 'count'"),
    };

    private static Dictionary<ErrorSeverity, long> BySeverity(JsonObjectReader from, string name, long sum, ErrorSeverity severity)
    {
        var counts = new Dictionary<ErrorSeverity, long>();
        if (from.ObjectOrNull(name) is { } members)
        {
            foreach (var (word, count) in members.Numbers())
            {
                if (!WireNames<ErrorSeverity>.TryParse(word, out var one))
                {
                    throw from.Wrong(name, $"has a name that is no severity: one of {WireNames<ErrorSeverity>.All}");
                }

                if (count > 0)
                {
                    counts.Add(one, count);
                }
            }

            if (counts.Values.Sum() != sum)
            {
                throw from.Wrong(name, "does not add up to the count");
            }
        }
        else if (sum > 0)
        {
            counts.Add(severity, sum);
        }

        return counts;
    }

    private static List<ReleaseCount> ByRelease(JsonObjectReader from, long sum)
    {
        const string name = "counts_by_release";
        var counts = from.Objects(name, ReleaseCount);
        if (counts.Count > MaxReleases)
        {
            throw from.Wrong(name, $"has {counts.Count} entries; a record has at most {MaxReleases}");
        }

        if (counts.Count > 0 && counts.Sum(static one => one.Count) != sum)
        {
            throw from.Wrong(name, "does not add up to the count");
        }

        return counts;
    }

    private static ReleaseCount ReleaseCount(JsonObjectReader from)
    {
        var first = from.Time("first_seen");
        var last = from.Time("last_seen");
        return last < first
            ? throw from.Wrong("last_seen", "is before 'first_seen'")
            : new ReleaseCount(from.TextOrNull("release") is { Length: > 0 } release ? release : null, from.Number("count", 1, MaxCount), first, last)
            {
                Crowding = from.ObjectOrNull("crowding") is not { } crowding ? null
                    : new MeanCrowding(crowding.Real("minute", 0, MaxCount), crowding.Real("ten_minutes", 0, MaxCount), crowding.Real("hour", 0, MaxCount)),
            };
    }

    private static ErrorSources Sources(JsonObjectReader from)
    {
        var sources = ErrorSources.None;
        foreach (var word in from.Texts("sources"))
        {
            sources |= WireNames<ErrorSources>.TryParse(word, out var source) ? source : throw from.Wrong("sources", $"has a name that is none of {WireNames<ErrorSources>.All}");
        }

        return sources;
    }

    private static List<ExceptionDetails> Exceptions(JsonObjectReader from)
    {
        var exceptions = from.Objects("exceptions", Exception);
        if (exceptions.Count > MaxExceptions)
        {
            throw from.Wrong("exceptions", $"has {exceptions.Count} entries; a record has at most {MaxExceptions}");
        }

        for (var i = 0; i < exceptions.Count; i++)
        {
            // Root cause first: what holds an exception stands behind it, so there are no cycles.
            if (exceptions[i].Parent is { } parent && (parent <= i || parent >= exceptions.Count))
            {
                throw from.Wrong($"exceptions[{i}].parent", "must be the place of a later exception");
            }
        }

        return exceptions;
    }

    private static ExceptionDetails Exception(JsonObjectReader from) => new()
    {
        ErrorType = from.Text("error_type"),
        Message = from.Text("message"),
        Parent = (int?)from.NumberOrNull("parent", 0, MaxExceptions),
        LeftOut = (int)(from.NumberOrNull("left_out", 0, int.MaxValue) ?? 0),
        StackTrace = from.TextOrNull("stack_trace"),
        Frames = from.Objects("frames", static line => new StackLine(line.Text("text"), line.Flag("own"))),
    };

    private static SampledOccurrence Occurrence(JsonObjectReader from) => new(
        from.Time("timestamp"),
        from.Text("message"),
        from.Word("severity", ErrorSeverity.Error),
        JsonContextReader.Read(from),
        from.TextOrNull("trace_id"),
        from.Flag("recovered"))
    {
        SpanId = from.TextOrNull("span_id"),
        Release = from.TextOrNull("release"),
        Host = from.TextOrNull("host"),
        Source = Sources(from),
        Handled = from.Flag("handled"),
        Resilience = from.ObjectOrNull("resilience") is { } note ? Note(note) : null,
    };

    private static ResilienceNote Note(JsonObjectReader from) => new()
    {
        Attempt = (int?)from.NumberOrNull("attempt", int.MinValue, int.MaxValue),
        MaxAttempts = (int?)from.NumberOrNull("max_attempts", int.MinValue, int.MaxValue),
        Breaker = from.TextOrNull("breaker"),
        BreakerState = from.TextOrNull("breaker_state"),
        Fallback = from.TextOrNull("fallback"),
    };

    private static MessageFacet Facet(JsonObjectReader from) => new(
        from.Text("placeholder"),
        (int)from.Number("position", 0, int.MaxValue),
        from.Objects("values", static value => new FacetValue(value.Text("value"), value.Number("count", 0, MaxCount))),
        from.NumberOrNull("others", 0, MaxCount) ?? 0);

    private static StatusChange Change(JsonObjectReader from) => new(
        from.Time("at"),
        from.Word<ErrorChange>("kind"),
        from.Word<ErrorStatus>("from"),
        from.Word<ErrorStatus>("to"),
        from.Text("reason"));

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, OneRecord);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException(NoJson, e);
        }
    }
}
