using System.Text;
using System.Text.RegularExpressions;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Tests.Exchange;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed partial class ErrorRegistryImportTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryImportTests() => _registry = new ErrorRegistry(null, _time);

    [Theory] // issue: import of our own JSON back without loss
    [InlineData(ErrorExportFormat.Json)]
    [InlineData(ErrorExportFormat.JsonLines)]
    public async Task What_is_exported_again_is_the_same(ErrorExportFormat format)
    {
        for (var seed = 0; seed < 300; seed += 3)
        {
            using var registry = new ErrorRegistry(null, _time);
            var before = await WriteAsync([.. Enumerable.Range(seed, 3).Select(ErrorRecords.Of).OrderByDescending(record => record.LastSeen)], format);

            (await registry.ImportAsync(Bytes(before))).Should().Be(new ErrorImportResult(3, 0, 0));

            WithoutHandles(await ExportAsync(registry, format)).Should().Be(WithoutHandles(before), "with seed {0}", seed);
        }
    }

    [Theory] // issue: without loss. The clock of the system moves in steps of milliseconds: most errors of a burst are equal in time
    [InlineData(0)]
    [InlineData(60)]
    public async Task Errors_of_one_instant_keep_their_order_also_where_the_clock_is_behind(int secondsAhead)
    {
        for (var i = 0; i < 5; i++)
        {
            _registry.Record(new ErrorOccurrence("shop", $"Error{(char)('A' + i)}", "no answer"));
        }

        var text = await ExportAsync(_registry);
        var clock = new PassingTimeProvider(_time.GetUtcNow().AddSeconds(-secondsAhead));
        using var second = new ErrorRegistry(null, clock);
        using var third = new ErrorRegistry(null, clock);
        await second.ImportAsync(Bytes(text));
        await third.ImportAsync(Bytes(await ExportAsync(second)));

        second.GetErrors().Select(static record => record.ErrorType).Should().Equal("ErrorE", "ErrorD", "ErrorC", "ErrorB", "ErrorA");
        WithoutHandles(await ExportAsync(third)).Should().Be(WithoutHandles(text));
        second.GetErrors(new ErrorQuery { Order = ErrorOrder.Count }).Select(static record => record.ErrorType).Should().Equal("ErrorE", "ErrorD", "ErrorC", "ErrorB", "ErrorA");
        second.Record(new ErrorOccurrence("shop", "ErrorC", "no answer"));
        second.GetErrors()[0].ErrorType.Should().Be("ErrorC", "it is the newest again");
    }

    [Fact]
    public async Task Importing_the_same_twice_changes_nothing()
    {
        var text = await WriteAsync([ErrorRecords.Of(1), ErrorRecords.Of(2)], ErrorExportFormat.Json);
        await _registry.ImportAsync(Bytes(text));
        var before = await ExportAsync(_registry);
        var statistics = _registry.GetStatistics();

        (await _registry.ImportAsync(Bytes(text))).Should().Be(new ErrorImportResult(0, 0, 2));

        (await ExportAsync(_registry)).Should().Be(before);
        _registry.GetStatistics().Should().BeEquivalentTo(statistics);
    }

    [Fact] // the fingerprint is durable
    public async Task An_error_that_happens_again_after_the_import_counts_on_in_its_record()
    {
        using var elsewhere = new ErrorRegistry(null, _time);
        for (var i = 0; i < 3; i++)
        {
            elsewhere.Record(Thrown(i), "shop", i == 0 ? ErrorSeverity.Critical : null);
        }

        var text = await ExportAsync(elsewhere);
        _time.Advance(TimeSpan.FromHours(5));
        await _registry.ImportAsync(Bytes(text));

        _registry.Record(Thrown(7), "shop");

        var record = _registry.GetErrors().Should().ContainSingle().Which;
        record.Count.Should().Be(4);
        record.CountsBySeverity.Should().BeEquivalentTo(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Error] = 3, [ErrorSeverity.Critical] = 1 });
        record.LastSeen.Should().Be(_time.GetUtcNow());
        record.FirstSeen.Should().Be(_time.GetUtcNow().AddHours(-5));
        record.Occurrences.Should().HaveCount(4);
        Balance();
    }

    [Theory] // issue: a resolved error that comes back has regressed, whoever resolved it
    [InlineData(false, ErrorStatus.Regressed)]
    [InlineData(true, ErrorStatus.Ignored)]
    public async Task What_was_done_about_an_error_elsewhere_holds_when_it_comes_again(bool isIgnored, ErrorStatus status)
    {
        using var elsewhere = new ErrorRegistry(null, _time);
        var id = elsewhere.Record(Thrown(1), "shop").Id;
        _ = isIgnored ? elsewhere.Ignore(id) : elsewhere.Resolve(id);
        var text = await ExportAsync(elsewhere);
        _time.Advance(TimeSpan.FromHours(1));

        // Before the import, and after it.
        using var early = new ErrorRegistry(null, _time);
        early.Record(Thrown(2), "shop");
        (await early.ImportAsync(Bytes(text))).Should().Be(new ErrorImportResult(0, 1, 0));
        (await early.ImportAsync(Bytes(text))).Should().Be(new ErrorImportResult(0, 0, 1));
        await _registry.ImportAsync(Bytes(text));
        Held().Status.Should().Be(isIgnored ? ErrorStatus.Ignored : ErrorStatus.Resolved);
        _registry.Record(Thrown(2), "shop");

        Held().Status.Should().Be(status);
        Held().Count.Should().Be(2);
        var other = early.GetErrors().Single();
        other.Status.Should().Be(status);
        other.Count.Should().Be(2);
    }

    [Fact] // ids forward
    public async Task Each_of_its_fingerprints_leads_to_an_imported_record()
    {
        var random = new Random(1);
        var record = ErrorRecords.Of(1);
        record = record with { Fingerprints = [record.Fingerprint, ErrorRecords.Fingerprint(random, 1), ErrorRecords.Fingerprint(random, 2)] };
        await _registry.ImportAsync(Bytes(await WriteAsync([record])));

        foreach (var fingerprint in record.Fingerprints)
        {
            _registry.Find(fingerprint.ToErrorId())!.ErrorType.Should().Be(record.ErrorType);
        }

        // Held by any of them.
        var renamed = record with { Fingerprint = record.Fingerprints[2], Fingerprints = [record.Fingerprints[2]] };
        (await _registry.ImportAsync(Bytes(await WriteAsync([renamed])))).Should().Be(new ErrorImportResult(0, 0, 1));
    }

    [Fact] // what it declares of itself is known once it is seen here
    public async Task The_severity_of_later_occurrences_is_their_own()
    {
        using var elsewhere = new ErrorRegistry(null, _time);
        elsewhere.Record(Thrown(1), "shop", ErrorSeverity.Critical);
        await _registry.ImportAsync(Bytes(await ExportAsync(elsewhere)));

        for (var i = 0; i < 3; i++)
        {
            _registry.Record(Thrown(i), "shop");
        }

        _registry.GetErrors().Single().CountsBySeverity.Should().BeEquivalentTo(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Error] = 3, [ErrorSeverity.Critical] = 1 });
    }

    [Fact] // what happened then did not happen now
    public async Task Totals_know_of_it_and_rates_series_and_patterns_do_not()
    {
        var record = ErrorRecords.Of(5) with { LastSeen = _time.GetUtcNow() };
        await _registry.ImportAsync(Bytes(await WriteAsync([record])));
        _time.Advance(TimeSpan.FromSeconds(2));

        var statistics = _registry.GetStatistics();
        statistics.TotalCount.Should().Be(record.Count + record.ConsequenceCount);
        statistics.UniqueErrors.Should().Be(1);
        statistics.CurrentRatePerMinute.Should().Be(0);
        statistics.RecentErrors1h.Should().Be(0);
        statistics.PatternsDetected.Should().Be(0);
        statistics.SeverityBreakdown.Values.Sum().Should().Be(statistics.TotalCount);
        _registry.GetTimeline(TimeSpan.FromHours(24)).Sum(point => point.Count).Should().Be(0);
        var ledger = Balance();
        ledger.Kept.Should().Be(record.Occurrences.Count);

        _registry.Record(new ErrorOccurrence("other", "Other", "m"));
        _registry.GetStatistics().RecentErrors1h.Should().Be(1);
        _registry.GetTimeline(TimeSpan.FromHours(24)).Sum(point => point.Count).Should().Be(1);
    }

    [Fact] // a counter of a monitoring system that jumps looks like a flood
    public async Task Metrics_count_what_happens_here_only()
    {
        var record = ErrorRecords.Of(5);
        var text = await WriteAsync([record]);
        using var small = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1 }, _time);
        await small.ImportAsync(Bytes(text));
        Captured(small).Should().Be(0);

        // It has to go, and others come; a clear forgets.
        small.Record(new ErrorOccurrence("a", "A", "m"));
        small.GetErrors().Should().ContainSingle().Which.ErrorType.Should().Be("A");
        Captured(small).Should().Be(1);
        small.Clear();
        Captured(small).Should().Be(1);
        await small.ImportAsync(Bytes(text));
        small.Clear();
        Captured(small).Should().Be(1);

        static long Captured(ErrorRegistry registry) => registry.Figures.Captured().Sum(count => count.Count);
    }

    [Fact]
    public async Task What_happened_before_adds_up_and_what_may_be_the_same_does_not()
    {
        var first = ErrorRecords.Of(9) with { Count = 10, CountsBySeverity = Errors(10), RecoveredCount = 1, HandledCount = 0, ConsequenceCount = 0, ConsequencesBySeverity = Errors(0) };
        await _registry.ImportAsync(Bytes(await WriteAsync([first])));

        // Later than all that is known here: other occurrences.
        var later = first with { Count = 5, CountsBySeverity = Errors(5), RecoveredCount = 2, FirstSeen = first.LastSeen.AddMinutes(1), LastSeen = first.LastSeen.AddMinutes(5) };
        (await _registry.ImportAsync(Bytes(await WriteAsync([later])))).Merged.Should().Be(1);
        Held().Count.Should().Be(15);
        Held().RecoveredCount.Should().Be(3);
        (await _registry.ImportAsync(Bytes(await WriteAsync([later])))).Skipped.Should().Be(1);
        (await _registry.ImportAsync(Bytes(await WriteAsync([first])))).Skipped.Should().Be(1);

        // An older export of it: nothing new. A newer one: its count holds.
        (await _registry.ImportAsync(Bytes(await WriteAsync([first with { LastSeen = later.LastSeen, Count = 12, CountsBySeverity = Errors(12) }])))).Skipped.Should().Be(1);
        (await _registry.ImportAsync(Bytes(await WriteAsync([first with { LastSeen = later.LastSeen, Count = 40, CountsBySeverity = Errors(40) }])))).Merged.Should().Be(1);
        Held().Count.Should().Be(40);
        Held().FirstSeen.Should().Be(first.FirstSeen);
        Held().LastSeen.Should().Be(later.LastSeen);
        Balance();

        static Dictionary<ErrorSeverity, long> Errors(long count) => count == 0 ? [] : new() { [ErrorSeverity.Error] = count };
    }

    [Fact]
    public async Task Examples_of_both_are_kept_in_order_of_time_within_the_bound()
    {
        var record = ErrorRecords.Of(3) with { FirstSeen = _time.GetUtcNow().AddDays(-9), LastSeen = _time.GetUtcNow().AddDays(-1) };
        var odd = record with { Occurrences = Examples(1, 3, 5, 7, 9) };
        var even = record with { Occurrences = Examples(0, 2, 4, 6, 8, 10) };
        await _registry.ImportAsync(Bytes(await WriteAsync([odd])));

        (await _registry.ImportAsync(Bytes(await WriteAsync([even])))).Merged.Should().Be(1);

        Held().Occurrences.Select(one => one.Message).Should().Equal("at 0", "at 1", "at 2", "at 3", "at 7", "at 8", "at 9", "at 10");
        (await _registry.ImportAsync(Bytes(await WriteAsync([even])))).Skipped.Should().Be(1);
        (await _registry.ImportAsync(Bytes(await WriteAsync([odd])))).Skipped.Should().Be(1);
        Balance();

        SampledOccurrence[] Examples(params int[] minutes) => [.. minutes.Select(minute => new SampledOccurrence(record.FirstSeen.AddMinutes(minute), $"at {minute}", ErrorSeverity.Error, null, null, false))];
    }

    [Theory] // last seen in the past does not become now, and a clock elsewhere may be ahead
    [InlineData(-1_000_000)]
    [InlineData(-5)]
    [InlineData(600)]
    public async Task When_it_was_seen_stays_as_it_was_told(int minutes)
    {
        var record = ErrorRecords.Of(4) with { FirstSeen = _time.GetUtcNow().AddMinutes(minutes), LastSeen = _time.GetUtcNow().AddMinutes(minutes + 1) };
        var text = await WriteAsync([record]);
        await _registry.ImportAsync(Bytes(text));

        _time.Advance(TimeSpan.FromMinutes(1));
        Held().LastSeen.Should().Be(record.LastSeen);
        Held().FirstSeen.Should().Be(record.FirstSeen);
        (await _registry.ImportAsync(Bytes(text))).Skipped.Should().Be(1);

        // Newest first: what comes now is newer than what came before the import, whatever that says.
        _registry.Record(new ErrorOccurrence("other", "Other", "m"));
        _registry.GetErrors()[0].Component.Should().Be("other");
    }

    [Fact] // bounds of options hold
    public async Task Of_too_many_records_the_newest_stay()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 3 }, _time);
        var records = Enumerable.Range(0, 6).Select(i => ErrorRecords.Of(i) with { FirstSeen = _time.GetUtcNow().AddDays(-9), LastSeen = _time.GetUtcNow().AddDays(i - 8) }).ToArray();

        (await registry.ImportAsync(Bytes(await WriteAsync([records[3], records[5], records[1], records[0], records[4]])))).Should().Be(new ErrorImportResult(4, 0, 1));

        registry.GetErrors().Select(record => record.LastSeen).Should().Equal(records[5].LastSeen, records[4].LastSeen, records[3].LastSeen);
        registry.GetStatistics().EvictedRecords.Should().Be(1);
        var ledger = registry.GetLedger();
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
    }

    [Fact]
    public async Task Texts_and_examples_are_cut_as_the_registry_cuts_its_own()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { MaxMessageLength = 16, MaxOccurrencesPerRecord = 2, MaxContextEntries = 1, MaxContextValueLength = 16, CaptureStackTraces = false }, _time);
        var long1 = new string('m', 100);
        var record = ErrorRecords.Of(6) with
        {
            Message = long1,
            Context = new OperationContext { UserId = long1, Data = new Dictionary<string, object?> { ["a"] = long1, ["b"] = 1, ["…"] = "7 more left out" } },
            Occurrences = [.. Enumerable.Range(0, 5).Select(i => new SampledOccurrence(_time.GetUtcNow().AddDays(-1).AddSeconds(i), long1, ErrorSeverity.Error, null, null, false))],
            Exceptions = [new ExceptionDetails { ErrorType = "T", Message = long1, Frames = [new StackLine("   at A.B()", true)] }],
        };

        await registry.ImportAsync(Bytes(await WriteAsync([record])));

        var held = registry.GetErrors().Single();
        held.Message.Should().HaveLength(16);
        held.Occurrences.Should().HaveCount(2);
        held.Context!.UserId.Should().HaveLength(16);
        held.Context.Data!["a"].Should().Be(long1[..16]);
        held.StackTrace.Should().BeNull();
        held.Exceptions[0].Frames.Should().BeEmpty();
        held.Exceptions[0].Message.Should().HaveLength(16);
    }

    [Fact] // an older export may hold secrets
    public async Task Secrets_are_taken_out_of_what_is_imported()
    {
        const string Secret = "password=hunter2secret";
        var record = ErrorRecords.Of(8) with
        {
            Message = Secret,
            Template = Secret,
            Context = new OperationContext { UserId = Secret, Data = new Dictionary<string, object?> { ["password"] = "hunter2secret", ["list"] = new List<object?> { Secret } } },
            Occurrences = [new SampledOccurrence(_time.GetUtcNow().AddDays(-1), Secret, ErrorSeverity.Error, null, null, false)],
            Exceptions = [new ExceptionDetails { ErrorType = "T", Message = Secret, Frames = [new StackLine(Secret, false)] }],
            StatusChanges = [new StatusChange(_time.GetUtcNow(), ErrorChange.Ignored, ErrorStatus.Open, ErrorStatus.Ignored, Secret)],
            Facets = [new MessageFacet("<num>", 0, [new FacetValue(Secret, 1)], 0)],
        };

        await _registry.ImportAsync(Bytes(await WriteAsync([record])));

        (await ExportAsync(_registry)).Should().NotContain("hunter2");
    }

    [Fact]
    public async Task Several_exports_behind_one_another_and_foreign_orders_of_members_are_read()
    {
        var object1 = await WriteAsync([ErrorRecords.Of(1), ErrorRecords.Of(2)]);
        var lines = await WriteAsync([ErrorRecords.Of(3), ErrorRecords.Of(1)], ErrorExportFormat.JsonLines);
        var reordered = "{\"zzz\":{\"errors\":[1]},\"errors\":[" + lines.Split('\n')[0].Replace("Error3", "Error33", StringComparison.Ordinal) + "],\"count\":99}";

        (await _registry.ImportAsync(Bytes("\uFEFF" + object1 + lines.ReplaceLineEndings("\r\n") + reordered))).Should().Be(new ErrorImportResult(3, 0, 2));
        (await _registry.ImportAsync(Bytes(" \n "))).Should().Be(new ErrorImportResult(0, 0, 0));
    }

    [Fact] // files from before there was a schema
    public async Task An_export_of_the_first_form_is_read()
    {
        const string First = """
            { "exported_at": "2029-01-01T00:00:00+00:00", "count": 1, "errors": [ {
              "id": "E1", "fingerprint": "v1:0123456789abcdef0123456789abcdef", "timestamp": "2029-01-01T00:00:00+00:00", "error_type": "System.Exception",
              "error_code": null, "identity": null, "message": "m", "template": "m", "root_cause": null, "component": "c", "severity": "error", "category": "unknown",
              "context": null, "stack_trace": "   at A.B()", "count": 7, "recovered_count": 0, "handled_count": 0, "consequence_count": 2, "sources": ["catch"],
              "releases": [], "hosts": [], "first_seen": "2029-01-01T00:00:00+00:00", "last_seen": "2029-01-01T01:00:00+01:00", "resolved": true,
              "resolved_at": "2029-01-01T00:00:00+00:00", "exceptions": [ { "error_type": "System.Exception", "message": "m", "parent": null, "stack_trace": "   at A.B()" } ],
              "occurrences": [] } ] }
            """;

        (await _registry.ImportAsync(Bytes(First))).Added.Should().Be(1);

        Held().Count.Should().Be(7);
        Held().ConsequenceCount.Should().Be(2);
        Held().Resolved.Should().BeTrue();
        Held().Exceptions[0].StackTrace.Should().Contain("A.B");
    }

    [Theory] // hostile input names record and member, and changes nothing by half
    [InlineData("[1]", "Record 1 (line 1): *something else*")]
    [InlineData("x", "Record 1 (line 1): *something else*")]
    [InlineData("{}", "Record 1 (line 1): *no export of this library*")]
    [InlineData("{\"errors\":{}}", "*'errors' must be a list*")]
    [InlineData("{\"errors\":[7]}", "*Record 1*must be an object*")]
    [InlineData("{\"errors\":[", "*ends in the middle*")]
    [InlineData("{\"errors\":[]", "*ends in the middle*")]
    [InlineData("{\"schema_version\":2,\"errors\":[]}", "*'schema_version' is 2: a newer version*")]
    [InlineData("{\"schema_version\":\"x\",\"errors\":[]}", "*'schema_version' must be*")]
    [InlineData("{\"message\":\"another product's line\",\"level\":\"error\"}", "*Record 1 (line 1): 'fingerprint' is missing.")]
    [InlineData("{\"errors\":[]} trailing", "*")]
    public async Task What_is_no_export_is_refused(string text, string message)
    {
        (await FluentActions.Awaiting(() => _registry.ImportAsync(Bytes(text))).Should().ThrowAsync<FormatException>()).WithMessage(message);
        _registry.GetErrors().Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"count\":\\d+", "\"count\":-1", "'count' must be a whole number from 0 to 1000000000000; it is -1.")]
    [InlineData("\"count\":\\d+", "\"count\":1e40", "'count' must be a whole number*")]
    [InlineData("\"count\":\\d+", "\"count\":1.5", "'count' must be a whole number*")]
    [InlineData("\"count\":\\d+", "\"count\":\"7\"", "'count' must be a number; it is \"7\".")]
    [InlineData("\"count\":\\d+", "\"count\":null", "'count' is missing.")]
    [InlineData("\"count\":\\d+", "\"count\":1,\"count\":1", "it is no valid JSON, or names a member twice.")]
    [InlineData("\"fingerprint\":\"v1:", "\"fingerprint\":\"v0:", "'fingerprint' is no fingerprint*")]
    [InlineData("\"fingerprint\":\"v1:", "\"fingerprint\":\"v1:0", "'fingerprint' is no fingerprint*")]
    [InlineData("\"fingerprints\":\\[\"v1:", "\"fingerprints\":[\"1:", "'fingerprints[0]' is no fingerprint*")]
    [InlineData("\"error_type\":\"[^\"]*\"", "\"error_type\":\"\"", "'error_type' must not be empty.")]
    [InlineData("\"component\":\"[^\"]*\"", "\"x\":1", "'component' is missing.")]
    [InlineData("\"severity\":\"[^\"]*\"", "\"severity\":\"fatal\"", "'severity' must be one of debug, info, warning, error, critical; it is \"fatal\".")]
    [InlineData("\"last_seen\":\"[^\"]*\"", "\"last_seen\":\"2001-01-01T00:00:00Z\"", "'last_seen' is before 'first_seen'.")]
    [InlineData("\"last_seen\":\"[^\"]*\"", "\"last_seen\":\"99999-01-01\"", "'last_seen' must be a time*")]
    [InlineData("\"occurrences\":\\[", "\"occurrences\":[7,", "'occurrences[0]' must be an object; it is 7.")]
    [InlineData("\"occurrences\":\\[\\{\"timestamp\":\"[^\"]*\"", "\"occurrences\":[{\"timestamp\":true", "'occurrences[0].timestamp' must be a time*")]
    [InlineData("\"recovered_count\":\\d+", "\"recovered_count\":1000000000000", "'recovered_count' is more than 'count'.")]
    [InlineData("\"counts_by_severity\":\\{[^}]*\\}", "\"counts_by_severity\":{\"error\":1}", "'counts_by_severity' does not add up to the count.")]
    [InlineData("\"counts_by_severity\":\\{[^}]*\\}", "\"counts_by_severity\":{\"bad\":1}", "'counts_by_severity' has a name that is no severity*")]
    [InlineData("\"sources\":\\[", "\"sources\":[\"elsewhere\",", "'sources' has a name that is none of*")]
    [InlineData("\"exceptions\":\\[", "\"exceptions\":[{\"error_type\":\"T\",\"message\":\"m\",\"parent\":0},", "'exceptions[0].parent' must be the place of a later exception.")]
    [InlineData("\"message\":\"", "\"message\":\"\\ud800", "it is no valid JSON*")]
    [InlineData("\"context\":", "\"context\":[],\"x\":", "'context' must be an object; it is a list.")]
    public async Task A_member_that_is_wrong_is_named_and_its_record_left_out(string pattern, string replacement, string message)
    {
        var lines = (await WriteAsync([Full(1), Full(2)], ErrorExportFormat.JsonLines)).Split('\n');
        var wrong = new Regex(pattern).Replace(lines[1], replacement.Replace("$", "$$", StringComparison.Ordinal), 1);
        wrong.Should().NotBe(lines[1]);

        (await FluentActions.Awaiting(() => _registry.ImportAsync(Bytes(lines[0] + "\n" + wrong))).Should().ThrowAsync<FormatException>()).WithMessage("Record 2 (line 2): " + message);

        _registry.GetErrors().Should().ContainSingle().Which.ErrorType.Should().Be("Shop.Error1");
        Balance();
    }

    [Fact]
    public async Task Every_export_that_was_cut_off_is_refused_at_its_end()
    {
        var bytes = Encoding.UTF8.GetBytes(await WriteAsync([Full(1), Full(2)]));
        for (var length = 1; length < bytes.Length - 1; length += 37)
        {
            using var registry = new ErrorRegistry(null, _time);
            var cut = length;
            await FluentActions.Awaiting(() => registry.ImportAsync(new MemoryStream(bytes, 0, cut))).Should().ThrowAsync<FormatException>($"{length} bytes are no export");
            registry.GetErrors().Should().HaveCountLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public async Task Whatever_bytes_come_they_are_refused_or_read()
    {
        var line = Encoding.UTF8.GetBytes(await WriteAsync([Full(7)], ErrorExportFormat.JsonLines));
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var bytes = line.ToArray();
            for (var i = 0; i < 3; i++)
            {
                // Not the end of the line: what follows a record that is whole leaves it.
                bytes[random.Next(bytes.Length - 1)] = (byte)random.Next(256);
            }

            using var registry = new ErrorRegistry(null, _time);
            try
            {
                await registry.ImportAsync(new MemoryStream(bytes));
            }
            catch (FormatException)
            {
                registry.GetErrors().Should().BeEmpty();
            }
        }
    }

    [Fact] // input of any size, in bounded memory, however little comes at a time
    public async Task A_record_has_a_bound_and_a_stream_has_none()
    {
        var line = Encoding.UTF8.GetBytes(await WriteAsync([ErrorRecords.Of(1)], ErrorExportFormat.JsonLines));
        (await _registry.ImportAsync(new RepeatingStream([], line, [], 2_000))).Should().Be(new ErrorImportResult(1, 0, 1_999));

        var endless = new RepeatingStream("{\"errors\":[{\"message\":\""u8.ToArray(), "x"u8.ToArray(), [], JsonForm.MaxRecordBytes * 2);
        (await FluentActions.Awaiting(() => _registry.ImportAsync(endless)).Should().ThrowAsync<FormatException>()).WithMessage("Record 1 (line 1): it takes more than 16 MB.");
        endless.Given.Should().BeLessThan(JsonForm.MaxRecordBytes + (1 << 20));
        var deep = new RepeatingStream("{\"errors\":["u8.ToArray(), "[["u8.ToArray(), [], 1_000_000);
        await FluentActions.Awaiting(() => _registry.ImportAsync(deep)).Should().ThrowAsync<FormatException>();
    }

    [Fact]
    public async Task A_failing_or_cancelled_stream_leaves_what_was_read()
    {
        var text = Encoding.UTF8.GetBytes(await WriteAsync([ErrorRecords.Of(1)], ErrorExportFormat.JsonLines));
        var failure = new IOException("gone");
        await FluentActions.Awaiting(() => _registry.ImportAsync(new RepeatingStream(text, new byte[1], [], 1_000_000) { Failure = failure })).Should().ThrowAsync<IOException>();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await FluentActions.Awaiting(() => _registry.ImportAsync(Bytes("{}"), source.Token)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => _registry.ImportAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        Balance();
    }

    public void Dispose() => _registry.Dispose();

    [GeneratedRegex("\"(id\": ?\"E\\d+|exported_at\": ?\"[^\"]+)\"")]
    private static partial Regex Handles();

    private static string WithoutHandles(string text) => Handles().Replace(text, "");

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A record that has exceptions.</summary>
    private static ErrorRecord Full(int seed) => ErrorRecords.Of(seed) with { Exceptions = [new ExceptionDetails { ErrorType = "T", Message = "m", Frames = [new StackLine("   at A.B()", true)] }], Context = new OperationContext { Data = new Dictionary<string, object?> { ["a"] = 1 } } };

    private static async Task<string> WriteAsync(ErrorRecord[] records, ErrorExportFormat format = ErrorExportFormat.Json)
    {
        using var stream = new MemoryStream();
        var written = records.Select(record => record with { Fingerprints = record.Fingerprints.Count == 0 || record.Fingerprints[0] != record.Fingerprint ? [record.Fingerprint] : record.Fingerprints, RootCause = record.Exceptions.Count > 1 ? $"{record.Exceptions[0].ErrorType}: {record.Exceptions[0].Message}" : null });
        await ExportRun.WriteAsync(stream, written, format, new ExportHead(null, DateTimeOffset.UnixEpoch, records.Length), default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Fact]
    public async Task The_hash_of_a_record_under_another_version_is_passed_over()
    {
        _registry.Record(Thrown(1), "shop");
        var text = await ExportAsync(_registry);
        var fingerprint = Held().Fingerprint.ToString();

        (await _registry.ImportAsync(Bytes(text.Replace(fingerprint, "v9" + fingerprint[2..], StringComparison.Ordinal)))).Should().Be(new ErrorImportResult(0, 0, 1));

        (await ExportAsync(_registry)).Should().Be(text);
    }

    private static async Task<string> ExportAsync(ErrorRegistry registry, ErrorExportFormat format = ErrorExportFormat.Json)
    {
        using var stream = new MemoryStream();
        await registry.ExportAsync(stream, format);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static InvalidOperationException Thrown(int number)
    {
        try
        {
            throw new InvalidOperationException($"order {number} was not paid", new TimeoutException("no answer"));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private ErrorRecord Held() => _registry.GetErrors().Should().ContainSingle().Which;

    private LossLedger Balance()
    {
        var ledger = _registry.GetLedger();
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
        ledger.SampledOut.Should().BeGreaterThanOrEqualTo(0);
        return ledger;
    }

    /// <summary>A clock that goes on by a millisecond with each look at it.</summary>
    private sealed class PassingTimeProvider(DateTimeOffset start) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond);
    }
}
