using System.Globalization;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryQueriesTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryQueriesTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.83, U27
    public void Since_and_until_are_inclusive_and_look_at_when_an_error_was_last_seen()
    {
        var start = _time.GetUtcNow();
        Record("one", "a");
        Step();
        Record("two", "a");
        Step();
        Record("three", "a");

        Found(new ErrorQuery { Until = start + Minute }).Should().Equal("two", "one");
        Found(new ErrorQuery { Until = (start + Minute).AddTicks(-1) }).Should().Equal("one");
        Found(new ErrorQuery { Since = start + Minute, Until = start + Minute }).Should().Equal("two");
        Found(new ErrorQuery { Since = (start + Minute).AddTicks(1) }).Should().Equal("three");

        Step();
        Record("one", "a");
        Found(new ErrorQuery { Until = start + (2 * Minute) }).Should().Equal(["three", "two"], "the first one was seen later, too");
        Found(new ErrorQuery { Since = start + (3 * Minute) }).Should().Equal("one"); // B13
        Found(new ErrorQuery { FirstUntil = start }).Should().Equal("one");
        Found(new ErrorQuery { FirstSince = start + (2 * Minute) }).Should().Equal("three");
        Found(new ErrorQuery { Since = start + Minute, FirstUntil = start + Minute }).Should().Equal("one", "two");
    }

    [Fact] // B13
    public void Odd_times_find_what_they_say()
    {
        var now = _time.GetUtcNow();
        Record("one", "a");

        Found(new ErrorQuery { Since = now.AddTicks(1), Until = now.AddTicks(-1) }).Should().BeEmpty("nothing is after one instant and before an earlier one");
        Found(new ErrorQuery { Since = DateTimeOffset.MinValue, Until = DateTimeOffset.MaxValue, FirstSince = DateTimeOffset.MinValue, FirstUntil = DateTimeOffset.MaxValue }).Should().Equal("one");
        Found(new ErrorQuery { Since = DateTimeOffset.MaxValue }).Should().BeEmpty();
        Found(new ErrorQuery { Until = DateTimeOffset.MinValue }).Should().BeEmpty();
        Found(new ErrorQuery { Since = now.ToOffset(TimeSpan.FromHours(14)), Until = now.ToOffset(TimeSpan.FromHours(-12)) }).Should().Equal("one");
    }

    [Fact]
    public void Severity_is_exact_and_the_least_one_has_no_upper_end()
    {
        foreach (var severity in Enum.GetValues<ErrorSeverity>())
        {
            _registry.Record(new InvalidOperationException("error " + Word((int)severity)), "a", severity);
            Step();
        }

        Found(new ErrorQuery { Severity = ErrorSeverity.Warning }).Should().Equal("error c");
        Found(new ErrorQuery { MinSeverity = ErrorSeverity.Warning }).Should().Equal("error e", "error d", "error c");
        Found(new ErrorQuery { MinSeverity = ErrorSeverity.Debug }).Should().HaveCount(5);
        Found(new ErrorQuery { MinSeverity = ErrorSeverity.Error, Severity = ErrorSeverity.Info }).Should().BeEmpty();
    }

    [Theory] // B13
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("A")]
    [InlineData("a ")]
    [InlineData("\0")]
    [InlineData("\uD800")]
    public void A_name_that_no_record_has_finds_nothing_and_is_not_taken_for_no_condition(string name)
    {
        _registry.Record(new ErrorOccurrence("a", "a", "message") { Release = "a", Host = "a" });

        Found(new ErrorQuery { Component = name }).Should().BeEmpty();
        Found(new ErrorQuery { ErrorType = name }).Should().BeEmpty();
        Found(new ErrorQuery { Release = name }).Should().BeEmpty();
        Found(new ErrorQuery { Host = name }).Should().BeEmpty();
        Found(new ErrorQuery { Code = name }).Should().BeEmpty();
        Found(new ErrorQuery { Component = "a", ErrorType = "a", Release = "a", Host = "a" }).Should().Equal("message");
        _registry.GetErrorsByComponent(name).Should().BeEmpty();
        _registry.GetErrorsByType(name).Should().BeEmpty();
        _registry.GetErrorCount(component: name).Should().Be(0);
        _registry.GetStatistics().TopComponents.Should().ContainSingle();
    }

    [Fact]
    public void An_error_is_found_under_the_names_that_it_was_recorded_with_also_when_they_were_cut()
    {
        var name = new string('n', 5_000);
        _registry.Record(new ErrorOccurrence(name, name, "message") { Release = name, Host = name });

        Found(new ErrorQuery { Component = name, ErrorType = name, Release = name, Host = name }).Should().Equal("message");
        Found(new ErrorQuery { ExceptComponents = [name] }).Should().BeEmpty();
        Found(new ErrorQuery { ExceptErrorTypes = [name] }).Should().BeEmpty();
        _registry.GetErrorCount(component: name).Should().Be(1);
        _registry.GetErrorsByComponent(name).Should().ContainSingle();
    }

    [Theory]
    [InlineData("EM-CORE-007", "coded")]
    [InlineData("em-core-007", "coded")]
    [InlineData("http:503", "answered")]
    [InlineData("HTTP:503", "answered")]
    [InlineData("http:50", null)]
    [InlineData("EM-CORE", null)]
    [InlineData("EM-CORE-008", null)]
    public void A_code_is_found_by_its_text_and_so_is_what_is_like_one(string code, string? message)
    {
        _registry.Record(new ErrorOccurrence("a", "t", "coded") { Code = new ErrorCode("EM", "CORE", 7) });
        _registry.Record(new HttpRequestException("answered", null, System.Net.HttpStatusCode.ServiceUnavailable), "a");
        _registry.Record(new ErrorOccurrence("a", "t", "plain"));

        string[] expected = message is null ? [] : [message];
        Found(new ErrorQuery { Code = code }).Should().Equal(expected);
        Found(new ErrorQuery { ExceptCodes = [code] }).Should().HaveCount(3 - expected.Length).And.NotContain(message ?? "");
        _registry.Search(code, ErrorSearchField.Code).Should().HaveCountGreaterThanOrEqualTo(expected.Length);
    }

    [Fact]
    public void Category_source_release_and_host_are_conditions()
    {
        _registry.Record(new ErrorOccurrence("a", "t", "one") { Category = ErrorCategory.RateLimit, Source = ErrorSources.Logger, Release = "1.0", Host = "x" });
        _registry.Record(new ErrorOccurrence("a", "t", "one") { Category = ErrorCategory.RateLimit, Source = ErrorSources.Middleware, Release = "2.0", Host = "y" });
        Step();
        _registry.Record(new ErrorOccurrence("a", "t", "two") { Category = ErrorCategory.Permanent, Source = ErrorSources.Unhandled, Release = "2.0", Host = "x" });

        Found(new ErrorQuery { Category = ErrorCategory.RateLimit }).Should().Equal("one");
        Found(new ErrorQuery { Source = ErrorSources.Logger }).Should().Equal("one");
        Found(new ErrorQuery { Source = ErrorSources.Middleware | ErrorSources.Unhandled }).Should().Equal("two", "one");
        Found(new ErrorQuery { Source = ErrorSources.Catch }).Should().BeEmpty();
        Found(new ErrorQuery { Release = "1.0" }).Should().Equal("one");
        Found(new ErrorQuery { Release = "2.0" }).Should().Equal("two", "one");
        Found(new ErrorQuery { Host = "y" }).Should().Equal("one");
        Found(new ErrorQuery { Host = "Y" }).Should().BeEmpty();
    }

    [Fact]
    public void Handled_means_every_occurrence()
    {
        _registry.Record(new ErrorOccurrence("a", "t", "answered") { Handled = true });
        _registry.Record(new ErrorOccurrence("a", "t", "seen"));
        Step();
        _registry.Record(new ErrorOccurrence("a", "t", "sometimes") { Handled = true });
        _registry.Record(new ErrorOccurrence("a", "t", "sometimes"));

        Found(new ErrorQuery { Handled = true }).Should().Equal("answered");
        Found(new ErrorQuery { Handled = false }).Should().Equal("sometimes", "seen");
    }

    [Fact]
    public void What_is_resolved_is_neither_open_nor_unresolved()
    {
        var id = Record("done", "a");
        Step();
        Record("new", "a");
        _registry.MarkResolved(id);

        Found(new ErrorQuery { Status = ErrorStatus.Open }).Should().Equal("new");
        Found(new ErrorQuery { Status = ErrorStatus.Resolved }).Should().Equal("done");
        Found(new ErrorQuery { Resolved = false }).Should().Equal("new");
        Found(new ErrorQuery { Resolved = true }).Should().Equal("done");
        Found(new ErrorQuery { ExceptStatuses = [ErrorStatus.Resolved] }).Should().Equal("new");
        Found(new ErrorQuery { Status = ErrorStatus.Muted }).Should().BeEmpty();
        Found(new ErrorQuery { Status = ErrorStatus.Ignored }).Should().BeEmpty();

        Step();
        Record("done", "a");
        Found(new ErrorQuery { Status = ErrorStatus.Open }).Should().Equal(["done", "new"], "what comes back is open again");
    }

    [Fact]
    public void All_texts_must_be_found_in_whatever_part_and_none_that_is_left_out()
    {
        _registry.Record(new ErrorOccurrence("storage", "Shop.DiskException", "it is Full") { Code = new ErrorCode("EM", "DISK", 1) });
        Step();
        _registry.Record(new ErrorOccurrence("engine", "Shop.GearException", "it is stuck"));

        Found(new ErrorQuery { Text = "it is" }).Should().HaveCount(2);
        Found(new ErrorQuery { Texts = ["FULL", "stor", "diskex", "em-disk-001"] }).Should().Equal("it is Full");
        Found(new ErrorQuery { Texts = ["full", "engine"] }).Should().BeEmpty();
        Found(new ErrorQuery { ExceptTexts = ["gear"] }).Should().Equal("it is Full");
        Found(new ErrorQuery { ExceptTexts = ["gear", "FULL"] }).Should().BeEmpty();
        Found(new ErrorQuery { Text = "is", ExceptComponents = ["engine"] }).Should().Equal("it is Full");
        Found(new ErrorQuery { ExceptErrorTypes = ["DiskException"] }).Should().Equal("it is stuck");
        Found(new ErrorQuery { ExceptErrorTypes = ["Exception"], ExceptComponents = ["", "Engine"] }).Should().HaveCount(2);
    }

    [Fact] // S0.92: occurrences with other values are one record, and all that is kept of them is found
    public void A_text_is_looked_for_in_every_message_that_is_kept_and_in_the_template()
    {
        for (var order = 1; order <= 4; order++)
        {
            Record($"order {order} failed", "a");
        }

        foreach (var text in new[] { "order 1 ", "order 2 ", "order 4 ", "order <num> failed" })
        {
            _registry.Search(text).Should().ContainSingle(text);
            Found(new ErrorQuery { Text = text }).Should().ContainSingle(text);
        }

        _registry.Search("order 5").Should().BeEmpty();
    }

    [Theory] // S0.92, B13
    [InlineData("\u0130")]
    [InlineData("\u0131")]
    [InlineData("STRASSE")]
    [InlineData("\uDC00")]
    [InlineData("a\u030A")]
    public void Letters_are_the_same_only_where_they_are_in_no_culture_at_all_different(string text)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Record("TITLE stra\u00DFe \u00E5 i I", "INBOX");

            _registry.Search(text, ErrorSearchField.Any).Should().BeEmpty();
            Found(new ErrorQuery { Text = text }).Should().BeEmpty();
            _registry.Search("title").Should().ContainSingle("i is I, also in Turkish");
            _registry.Search("inbox", ErrorSearchField.Component).Should().ContainSingle();
            Found(new ErrorQuery { Text = "Inbox" }).Should().ContainSingle();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact] // B13
    public void Odd_texts_are_looked_for_as_they_are()
    {
        Record("a\0b\n\uD800 c", "x");

        foreach (var text in new[] { "\0", "B\n", "\uD800", " " })
        {
            _registry.Search(text).Should().ContainSingle();
            Found(new ErrorQuery { Text = text }).Should().ContainSingle();
        }

        _registry.Search(new string('a', 1_000_000)).Should().BeEmpty();
        Found(new ErrorQuery { Text = new string('a', 1_000_000) }).Should().BeEmpty();
        _registry.Search("  ").Should().BeEmpty("blanks are a text");
        FluentActions.Invoking(() => _registry.Search(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact] // S0.92
    public void A_search_in_one_field_leaves_out_the_others_and_can_mind_the_case()
    {
        _registry.Record(new ErrorOccurrence("alpha", "Beta", "Gamma") { Code = new ErrorCode("DELTA", "X", 1) });

        string[] texts = ["Gamma", "alpha", "Beta", "DELTA"];
        var fields = Enum.GetValues<ErrorSearchField>();
        for (var i = 0; i < texts.Length; i++)
        {
            var found = Array.FindAll(fields, field => _registry.Search(texts[i], field).Count == 1);
            found.Should().Equal(fields[i], ErrorSearchField.Any);
        }

        _registry.Search("gamma", matchCase: true).Should().BeEmpty();
        _registry.Search("Gamma", matchCase: true).Should().ContainSingle();
    }

    [Theory] // S0.92, B13
    [InlineData("message", "full")]
    [InlineData("MESSAGE", "FULL")]
    [InlineData(" component ", "stor")]
    [InlineData("error_type", "disk")]
    [InlineData("errorType", "disk")]
    [InlineData("type", "disk")]
    [InlineData("code", "em-disk")]
    [InlineData("any", "stor")]
    public void A_field_can_come_as_text(string field, string text)
    {
        _registry.Record(new ErrorOccurrence("storage", "DiskException", "full") { Code = new ErrorCode("EM", "DISK", 1) });
        _registry.Record(new ErrorOccurrence("x", "x", "x"));

        _registry.Search(text, field).Should().ContainSingle();
        ErrorSearchFields.Parse(ErrorSearchFields.Parse(field).ToWireName()).Should().Be(ErrorSearchFields.Parse(field));
    }

    [Theory] // B13
    [InlineData("")]
    [InlineData("stack")]
    [InlineData("messages")]
    [InlineData("0")]
    public void A_field_that_is_none_is_an_error_that_lists_those_that_are(string field)
    {
        FluentActions.Invoking(() => _registry.Search("x", field)).Should().Throw<ArgumentException>()
            .WithMessage($"'{field}' is no field to search in. Valid names are message, component, error_type, code, any, in any case.*");
        FluentActions.Invoking(() => _registry.Search("x", (string)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => _registry.Search("x", (ErrorSearchField)(-1))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Message, Component, ErrorType, Code, Any*");
    }

    [Fact]
    public void Each_order_can_be_turned_round_and_has_no_ties()
    {
        _registry.Record(new InvalidOperationException("a"), "x", ErrorSeverity.Warning);
        Step();
        _registry.Record(new InvalidOperationException("b"), "x", ErrorSeverity.Critical);
        _registry.Record(new InvalidOperationException("c"), "x", ErrorSeverity.Warning);
        Step();
        _registry.Record(new InvalidOperationException("c"), "x", ErrorSeverity.Warning);
        _registry.Record(new InvalidOperationException("a"), "x", ErrorSeverity.Warning);
        _registry.Record(new InvalidOperationException("a"), "x", ErrorSeverity.Warning);

        foreach (var (order, messages) in new[] { (ErrorOrder.LastSeen, "cab"), (ErrorOrder.FirstSeen, "cba"), (ErrorOrder.Count, "acb"), (ErrorOrder.Severity, "bca") })
        {
            string.Concat(Found(new ErrorQuery { Order = order })).Should().Be(messages, $"{order}");
            string.Concat(Found(new ErrorQuery { Order = order, Ascending = true })).Should().Be(string.Concat(messages.Reverse()), $"{order} ascending");
            string.Concat(Found(new ErrorQuery { Order = order, Limit = 2 })).Should().Be(messages[..2], $"{order} with a limit");
            string.Concat(Found(new ErrorQuery { Order = order, Limit = 2, Ascending = true })).Should().Be(string.Concat(messages.Reverse())[..2], $"{order} ascending with a limit");
        }
    }

    [Theory] // S0.83, B13
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(int.MaxValue)]
    public void A_limit_gives_the_first_of_the_order(int limit)
    {
        var random = new Random(limit);
        for (var i = 0; i < 100; i++)
        {
            for (var times = random.Next(1, 5); times > 0; times--)
            {
                Record("error " + Word(i), "a");
            }

            _time.Advance(TimeSpan.FromSeconds(random.Next(3)));
        }

        foreach (var order in Enum.GetValues<ErrorOrder>())
        {
            var query = new ErrorQuery { Order = order };

            Found(query with { Limit = limit }).Should().Equal(Found(query).Take(limit), $"{order}");
        }
    }

    [Fact] // S0.84
    public void Records_of_a_component_or_a_type_are_the_newest_first()
    {
        Record("one", "a");
        Step();
        Record("two", "a");
        _registry.Record(new TimeoutException("three"), "b");

        _registry.GetErrorsByComponent("a").Select(record => record.Message).Should().Equal("two", "one");
        _registry.GetErrorsByComponent("a", limit: 1).Select(record => record.Message).Should().Equal("two");
        _registry.GetErrorsByComponent("a", limit: 0).Should().BeEmpty();
        _registry.GetErrorsByType("InvalidOperationException").Select(record => record.Message).Should().Equal("two", "one");
        _registry.GetErrorsByType("System.TimeoutException").Select(record => record.Message).Should().Equal("three");
        FluentActions.Invoking(() => _registry.GetErrorsByComponent("a", -1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _registry.GetErrorsByComponent(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => _registry.GetErrorsByType(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact] // S0.85, U27
    public void Counts_are_occurrences_and_records()
    {
        Record("one", "a");
        Record("one", "a");
        Record("two", "a");
        Record("three", "b");

        _registry.CountErrors().Should().Be(new ErrorCount(4, 3));
        _registry.CountErrors(new ErrorQuery { Component = "a", Limit = 1 }).Should().Be(new ErrorCount(3, 2), "a limit is for what is returned");
        _registry.CountErrors(new ErrorQuery { Component = "c" }).Should().Be(new ErrorCount(0, 0));
        _registry.GetErrorCount().Should().Be(4);
        _registry.GetErrorCount(component: "a").Should().Be(3);
        _registry.GetErrorCount(component: "c").Should().Be(0);
        _registry.GetErrorCount(DateTimeOffset.MinValue).Should().Be(4);
        _registry.GetErrorCount(DateTimeOffset.MaxValue).Should().Be(0);
    }

    [Fact] // S0.85, B13
    public void A_count_since_an_instant_holds_what_happened_since_and_not_what_its_records_did_before()
    {
        Record("old", "a");
        Record("old", "a");
        Record("old", "b");
        _time.Advance(TimeSpan.FromHours(2));
        var since = _time.GetUtcNow();
        Record("old", "a");
        Record("new", "a");

        _registry.GetErrorCount(since, "a").Should().Be(2, "of the old one, which came back, what came since");
        _registry.GetErrorCount(since).Should().Be(2);
        _registry.GetErrorCount(since, "b").Should().Be(0);
        _registry.GetErrorCount(since - TimeSpan.FromHours(2), "a").Should().Be(4, "since is inclusive");
        _registry.GetErrorCount(since.ToOffset(TimeSpan.FromHours(9)), "a").Should().Be(2);

        _time.Advance(TimeSpan.FromSeconds(30));
        _registry.GetErrorCount(_time.GetUtcNow(), "a").Should().Be(0, "a record that was not seen since did not happen since, whatever the minute");
        Record("newest", "a");
        _registry.GetErrorCount(_time.GetUtcNow(), "a").Should().Be(1);
    }

    [Fact] // S0.85
    public void A_count_since_an_instant_goes_by_the_wall_clock_as_it_is_now()
    {
        Record("one", "a");
        _time.Advance(Minute);
        _time.SetUtcNow(_time.GetUtcNow().AddDays(3));
        var since = _time.GetUtcNow();
        Record("one", "a");

        _registry.GetErrorCount(since, "a").Should().Be(1);
        _registry.GetErrorCount(since).Should().Be(1);
    }

    [Fact] // S0.85
    public void What_happened_more_than_a_day_ago_is_counted_by_record()
    {
        Record("one", "a");
        _time.Advance(TimeSpan.FromDays(1));
        var since = _time.GetUtcNow();
        Record("two", "a");
        _time.Advance(TimeSpan.FromDays(2));
        Record("one", "a");

        _registry.GetErrorCount(since, "a").Should().Be(3, "when the first one happened before is not known any more");
        _registry.GetErrorCount(since + TimeSpan.FromDays(1), "a").Should().Be(2, "nor here, but the other was not seen since");
        _registry.GetErrorCount(since + TimeSpan.FromDays(1.5), "a").Should().Be(1);
    }

    [Fact] // S0.82, S0.85
    public void Records_that_had_to_go_stay_in_the_count()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 2 }, _time);
        foreach (var component in new[] { "a", "b", "c", "d" })
        {
            registry.Record(new InvalidOperationException("x"), component);
            Step();
        }

        registry.GetErrorCount().Should().Be(registry.GetStatistics().TotalCount).And.Be(4);
        registry.GetErrorCount(component: "a").Should().Be(1);
        registry.GetErrorCount(_time.GetUtcNow() - (3 * Minute)).Should().Be(3);
        registry.CountErrors().Should().Be(new ErrorCount(2, 2));
        registry.GetErrorsByComponent("a").Should().BeEmpty();
    }

    [Fact]
    public void Components_beyond_the_series_are_counted_all_the_same()
    {
        for (var i = 0; i < 300; i++)
        {
            Record("x", "c" + Word(i));
        }

        _registry.GetErrorCount(_time.GetUtcNow(), "c" + Word(299)).Should().Be(1);
        _registry.GetErrorCount(_time.GetUtcNow()).Should().Be(300);
        _registry.GetErrorCount(_time.GetUtcNow(), "never").Should().Be(0);
    }

    [Fact]
    public void A_query_in_words_goes_by_the_clock_of_the_registry()
    {
        Record("no answer", "payments");
        _time.Advance(TimeSpan.FromHours(25));
        Record("no answer today", "payments");

        _registry.Query("is:open component:payments since:24h \"no answer\"").Select(record => record.Message).Should().Equal("no answer today");
        _registry.Query("").Should().HaveCount(2);
        _registry.Query("is:resolved").Should().BeEmpty();
        FluentActions.Invoking(() => _registry.Query("is:oepn")).Should().Throw<ErrorQuerySyntaxException>().WithMessage("*Did you mean 'open'?*");
        FluentActions.Invoking(() => _registry.Query(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact] // the order of what is shown is right while threads count on
    public async Task The_most_frequent_come_first_while_threads_record()
    {
        using var registry = new ErrorRegistry();
        var stop = 0;
        var recording = Task.WhenAll(Enumerable.Range(0, 2).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            while (Volatile.Read(ref stop) == 0)
            {
                registry.Record(new ErrorOccurrence("a", "t", "error " + Word(random.Next(50))));
            }
        })));

        for (var i = 0; i < 200; i++)
        {
            registry.GetErrors(new ErrorQuery { Order = ErrorOrder.Count, Limit = 10 }).Select(record => record.Count).Should().BeInDescendingOrder();
        }

        Volatile.Write(ref stop, 1);
        await recording;
    }

    // Letters: digits would be masked, and make one record of many.
    private static string Word(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));

    private ErrorId Record(string message, string component) => _registry.Record(new InvalidOperationException(message), component).Id;

    private void Step() => _time.Advance(Minute);

    private string[] Found(ErrorQuery query) => [.. _registry.GetErrors(query).Select(record => record.Message)];
}
