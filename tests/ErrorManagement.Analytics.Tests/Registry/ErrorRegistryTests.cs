using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Classification;
using ErrorManagement.Families.Framework;
using ErrorManagement.TestKit;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.80, B10
    public void The_same_error_three_times_is_one_record_with_three_occurrences()
    {
        for (var i = 0; i < 3; i++)
        {
            var recorded = _registry.Record(new InvalidOperationException($"order {i} failed"), "orders");

            recorded.Count.Should().Be(i + 1);
            recorded.IsNew.Should().Be(i == 0);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(3);
        record.Template.Should().Be("order <num> failed");
        record.Message.Should().Be("order 2 failed");
        record.LastSeen.Should().Be(record.FirstSeen + TimeSpan.FromSeconds(2));
        var statistics = _registry.GetStatistics();
        statistics.TotalCount.Should().Be(3); // S0.87
        statistics.UniqueErrors.Should().Be(1);
        statistics.TopErrorTypes.Should().Equal(new NamedCount("System.InvalidOperationException", 3));
    }

    [Fact] // S0.81
    public void Another_component_type_or_template_is_another_record()
    {
        _registry.Record(new InvalidOperationException("a"), "x");
        _registry.Record(new InvalidOperationException("a"), "y");
        _registry.Record(new InvalidOperationException("b"), "x");
        _registry.Record(new NotSupportedException("a"), "x");
        _registry.Record(new InvalidOperationException("a", new TimeoutException()), "x");

        _registry.GetErrors().Should().HaveCount(5);
        _registry.GetErrors().Select(record => record.Fingerprint).Should().OnlyHaveUniqueItems();
    }

    [Fact] // S0.73, S0.74, S0.76, S0.77
    public void A_new_record_says_what_is_known()
    {
        var id = _registry.Record(Thrown(new CodedProbeException("it broke")), "probe").Id;

        var record = _registry.Find(id)!;
        record.ErrorType.Should().Be(typeof(CodedProbeException).FullName);
        record.Code!.Value.ToString().Should().Be("TEST-PROBE-001");
        record.Identity.Should().Be("TEST-PROBE-001");
        record.Severity.Should().Be(ErrorSeverity.Error);
        record.Count.Should().Be(1);
        record.FirstSeen.Should().Be(_time.GetUtcNow());
        record.LastSeen.Should().Be(record.FirstSeen);
        record.Context.Should().BeNull();
        record.Resolved.Should().BeFalse();
        record.StackTrace.Should().Contain(nameof(Throw));
        _registry.Find(record.Fingerprint.ToErrorId()).Should().BeEquivalentTo(record);
    }

    [Fact] // S0.78
    public void The_stack_is_kept_when_there_is_one_and_when_it_is_wanted()
    {
        _registry.Find(_registry.Record(new InvalidOperationException("never thrown"), "x").Id)!.StackTrace.Should().BeNull();
        using var without = new ErrorRegistry(new ErrorRegistryOptions { CaptureStackTraces = false }, _time);

        without.Find(without.Record(Thrown(new InvalidOperationException("thrown")), "x").Id)!.StackTrace.Should().BeNull();
    }

    [Fact]
    public void The_stack_has_source_lines_where_there_are_symbols()
    {
        _registry.Find(_registry.Record(Thrown(new InvalidOperationException("lines")), "x").Id)!
            .StackTrace.Should().MatchRegex(@"ErrorRegistryTests\.Throw\(Exception exception\) in .*ErrorRegistryTests\.cs:line \d+");
    }

    [Theory] // S0.77, U3
    [InlineData(typeof(OutOfMemoryException), ErrorSeverity.Critical)]
    [InlineData(typeof(InsufficientExecutionStackException), ErrorSeverity.Critical)]
    [InlineData(typeof(TimeoutException), ErrorSeverity.Warning)]
    [InlineData(typeof(System.Net.Sockets.SocketException), ErrorSeverity.Warning)]
    [InlineData(typeof(HttpRequestException), ErrorSeverity.Warning)]
    [InlineData(typeof(MyConnectionLostException), ErrorSeverity.Warning)]
    [InlineData(typeof(InvalidOperationException), ErrorSeverity.Error)]
    public void The_severity_follows_the_name_when_nobody_says(Type type, ErrorSeverity severity)
    {
        _registry.Record((Exception)Activator.CreateInstance(type)!, "x");

        _registry.GetErrors().Single().Severity.Should().Be(severity);
    }

    [Fact] // U3, U27, B13
    public void An_explicit_severity_wins_and_repeats_raise_it_and_keep_the_newest_context()
    {
        _registry.Record(new CodedProbeException("a") { Declared = ErrorSeverity.Info }, "x");
        _registry.GetErrors().Single().Severity.Should().Be(ErrorSeverity.Info);

        _registry.Record(new CodedProbeException("a"), "x", ErrorSeverity.Critical, new OperationContext { Operation = "first" });
        _registry.Record(new CodedProbeException("a"), "x", ErrorSeverity.Debug, new OperationContext { Operation = "second" });
        _registry.Record(new CodedProbeException("a"), "x");

        var record = _registry.GetErrors().Single();
        record.Severity.Should().Be(ErrorSeverity.Critical);
        record.Context!.Operation.Should().Be("second");
        _registry.GetStatistics().SeverityBreakdown.Should().Equal(new Dictionary<ErrorSeverity, long>
        {
            [ErrorSeverity.Debug] = 1,
            [ErrorSeverity.Info] = 1,
            [ErrorSeverity.Error] = 1,
            [ErrorSeverity.Critical] = 1,
        });
    }

    [Fact] // S0.83, U27
    public void Queries_filter_by_all_conditions_newest_first()
    {
        _registry.Record(new TimeoutException("1"), "a");
        _time.Advance(TimeSpan.FromMinutes(1));
        _registry.Record(new InvalidOperationException("2"), "a");
        _time.Advance(TimeSpan.FromMinutes(1));
        _registry.Record(new InvalidOperationException("3"), "b");
        var now = _time.GetUtcNow();

        Messages(null).Should().Equal("3", "2", "1");
        Messages(new ErrorQuery { Component = "a" }).Should().Equal("2", "1");
        Messages(new ErrorQuery { Component = "a", Severity = ErrorSeverity.Warning }).Should().Equal("1");
        Messages(new ErrorQuery { ErrorType = "InvalidOperationException" }).Should().Equal("3", "2");
        Messages(new ErrorQuery { ErrorType = "System.TimeoutException" }).Should().Equal("1");
        Messages(new ErrorQuery { ErrorType = "Exception" }).Should().BeEmpty();
        Messages(new ErrorQuery { Since = now }).Should().Equal("3");
        Messages(new ErrorQuery { Since = now - TimeSpan.FromMinutes(1) }).Should().Equal("3", "2");
        Messages(new ErrorQuery { Limit = 1 }).Should().Equal("3");
        Messages(new ErrorQuery { Limit = 0 }).Should().BeEmpty(); // B13
        FluentActions.Invoking(() => new ErrorQuery { Limit = -1 }).Should().Throw<ArgumentOutOfRangeException>();

        _registry.Record(new TimeoutException("1"), "a");
        Messages(new ErrorQuery { Since = now }).Should().Contain("1", "since looks at when it was last seen");

        // S0.84, B13: asking makes nothing
        Messages(new ErrorQuery { Component = "never" }).Should().BeEmpty();
        _registry.GetTimeline(TimeSpan.FromHours(1), "never").Should().OnlyContain(point => point.Count == 0);
        _registry.GetStatistics().TopComponents.Select(top => top.Name).Should().BeEquivalentTo("a", "b");

        IEnumerable<string> Messages(ErrorQuery? query) => _registry.GetErrors(query).Select(record => record.Message);
    }

    [Fact] // S0.92
    public void A_search_finds_a_part_in_any_case()
    {
        _registry.Record(new TimeoutException("Disk is FULL"), "storage");
        _registry.Record(new InvalidOperationException("other"), "Engine");

        _registry.Search("full").Should().ContainSingle();
        _registry.Search("ENGINE", ErrorSearchField.Component).Should().ContainSingle();
        _registry.Search("timeoutexc", ErrorSearchField.ErrorType).Should().ContainSingle();
        _registry.Search("").Should().HaveCount(2);
        _registry.Search("nothing").Should().BeEmpty();
        FluentActions.Invoking(() => _registry.Search("x", (ErrorSearchField)9)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Message, Component, ErrorType*");
    }

    [Fact] // S0.86, S0.88, U28, B12
    public void The_rate_is_over_the_minutes_observed()
    {
        Burst(300);
        _time.Advance(TimeSpan.FromMinutes(2));

        var statistics = _registry.GetStatistics();
        statistics.ErrorRatePerMinute.Should().Be(150);
        statistics.RecentErrors1h.Should().Be(300);
        statistics.CurrentRatePerMinute.Should().Be(0);
        statistics.Uptime.Should().Be(TimeSpan.FromMinutes(2));

        _time.Advance(TimeSpan.FromMinutes(88));
        Burst(60);
        statistics = _registry.GetStatistics();
        statistics.ErrorRatePerMinute.Should().Be(1);
        statistics.CurrentRatePerMinute.Should().Be(60);
        statistics.TotalCount.Should().Be(360);

        _time.Advance(TimeSpan.FromSeconds(59));
        _registry.GetStatistics().CurrentRatePerMinute.Should().Be(60);
        _time.Advance(TimeSpan.FromSeconds(1));
        _registry.GetStatistics().CurrentRatePerMinute.Should().Be(0);
    }

    [Fact]
    public void In_its_first_minute_the_rate_is_what_was_seen()
    {
        Burst(5);

        _registry.GetStatistics().ErrorRatePerMinute.Should().Be(5);
    }

    [Fact] // D2: zero-filled
    public void The_timeline_has_every_minute()
    {
        var start = _time.GetUtcNow();
        Burst(2);
        _time.Advance(TimeSpan.FromMinutes(2));
        Burst(1);

        _registry.GetTimeline(TimeSpan.FromMinutes(4)).Should().Equal(
            new SeriesPoint(start - TimeSpan.FromMinutes(1), 0),
            new SeriesPoint(start, 2),
            new SeriesPoint(start + TimeSpan.FromMinutes(1), 0),
            new SeriesPoint(start + TimeSpan.FromMinutes(2), 1));
        _registry.GetTimeline(TimeSpan.FromHours(24)).Should().HaveCount(1440);
        _registry.GetTimeline(TimeSpan.FromHours(1), "burst").Sum(point => point.Count).Should().Be(3);
        _registry.CountOf(ErrorSeverity.Error, TimeSpan.FromMinutes(2)).Should().Be(1);
        _registry.CountOf(ErrorSeverity.Error, TimeSpan.FromMinutes(3)).Should().Be(3);
        _registry.CountOf(ErrorSeverity.Critical, TimeSpan.FromHours(24)).Should().Be(0);
        FluentActions.Invoking(() => _registry.GetTimeline(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _registry.GetTimeline(TimeSpan.FromHours(25))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _registry.CountOf(ErrorSeverity.Error, TimeSpan.FromSeconds(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact] // D7, B19
    public void A_wall_clock_that_is_set_changes_no_figure()
    {
        Burst(3);
        _time.Advance(TimeSpan.FromMinutes(1));
        _time.SetUtcNow(_time.GetUtcNow() - TimeSpan.FromDays(3));
        Burst(1);

        var statistics = _registry.GetStatistics();
        statistics.Uptime.Should().Be(TimeSpan.FromMinutes(1));
        statistics.RecentErrors1h.Should().Be(4);
        _registry.GetTimeline(TimeSpan.FromMinutes(2)).Select(point => point.Count).Should().Equal(3, 1);
        _registry.GetTimeline(TimeSpan.FromMinutes(2))[^1].At.Should().Be(_time.GetUtcNow());
        _registry.Record(new TimeoutException(), "newest");
        _registry.GetErrors()[0].Component.Should().Be("newest");
    }

    [Fact]
    public void A_resolved_record_is_open_again_when_it_comes_back()
    {
        var id = _registry.Record(new TimeoutException("t"), "x").Id;
        _registry.MarkResolved(id).Should().BeTrue();
        var at = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(1));
        _registry.MarkResolved(id).Should().BeTrue();

        _registry.Find(id)!.ResolvedAt.Should().Be(at, "resolving twice keeps the first time");
        _registry.GetErrors(new ErrorQuery { Resolved = false }).Should().BeEmpty();
        _registry.Record(new TimeoutException("t"), "x");

        _registry.Find(id)!.Resolved.Should().BeFalse();
        _registry.MarkResolved(new ErrorId(12345)).Should().BeFalse();
        _registry.MarkResolved(default).Should().BeFalse();
    }

    [Fact] // S0.82, B13
    public void Beyond_its_capacity_the_record_longest_unseen_goes_and_no_count_is_lost()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 3 }, _time);
        var kept = registry.Record(new TimeoutException("keep"), "c0").Id;
        for (var i = 1; i <= 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            registry.Record(new InvalidOperationException("x"), "c" + i);
            _time.Advance(TimeSpan.FromSeconds(1));
            registry.Record(new TimeoutException("keep"), "c0");
        }

        registry.GetErrors().Select(record => record.Component).Should().Equal("c0", "c10", "c9");
        registry.Find(kept)!.Count.Should().Be(11);
        var statistics = registry.GetStatistics();
        statistics.UniqueErrors.Should().Be(3);
        statistics.TotalCount.Should().Be(21);
        statistics.TopErrorTypes.Sum(top => top.Count).Should().Be(21);
        statistics.Ledger.Dropped.Should().Equal(new Dictionary<DropReason, long> { [DropReason.Evicted] = 8 });
        Balance(statistics).Should().Be(21);
        registry.GetTimeline(TimeSpan.FromHours(1)).Sum(point => point.Count).Should().Be(21);

        var again = registry.Record(new InvalidOperationException("x"), "c1");
        again.IsNew.Should().BeTrue("an evicted error begins anew");
        again.Count.Should().Be(1);
    }

    [Fact] // D4
    public void Occurrences_are_sampled_and_counts_are_exact()
    {
        for (var i = 0; i < 1000; i++)
        {
            _registry.Record(new TimeoutException($"n {i}"), "x");
        }

        var statistics = _registry.GetStatistics();
        statistics.Ledger.Kept.Should().Be(10, "the first 5, then 8, 16, 32, 64, 128: no more than 10 a minute");
        statistics.Ledger.SampledOut.Should().Be(990);
        Balance(statistics).Should().Be(1000);
        var record = _registry.GetErrors().Single();
        record.Count.Should().Be(1000);
        record.Occurrences.Select(occurrence => occurrence.Message).Should().Equal("n 0", "n 1", "n 2", "n 3", "n 15", "n 31", "n 63", "n 127");
        record.Message.Should().Be("n 127");

        _time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 24; i++)
        {
            _registry.Record(new TimeoutException("later"), "x");
        }

        _registry.GetErrors()[^1].Occurrences.Should().HaveCount(8);
    }

    [Fact] // D9
    public void The_callers_cancellation_is_no_error_and_a_timeout_is_one()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        _registry.Record(new OperationCanceledException(source.Token), "x").Should().Be(RecordedError.None);
        _registry.Record(new AggregateException(new TaskCanceledException("t", null, source.Token)), "x").Should().Be(RecordedError.None);

        _registry.Record(new TaskCanceledException("t", new TimeoutException(), source.Token), "x").Should().NotBe(RecordedError.None);
        _registry.Record(new OperationCanceledException("somebody else"), "x").Should().NotBe(RecordedError.None);

        var statistics = _registry.GetStatistics();
        statistics.CallerCancellations.Should().Be(2);
        statistics.TotalCount.Should().Be(2);
        Balance(statistics).Should().Be(2);
    }

    [Fact]
    public void Nothing_recorded_is_none()
    {
        _registry.Record(null, "x").Should().Be(RecordedError.None);
        _registry.Record(default(ErrorOccurrence)).Should().Be(RecordedError.None);
        _registry.GetStatistics().Ledger.Captured.Should().Be(0);
    }

    [Fact] // D5
    public void What_is_hostile_is_recorded_all_the_same()
    {
        _registry.Record(new ThrowingMessageException(), "x").Count.Should().Be(1);
        _registry.Record(new ThrowingMessageException(), "x").Count.Should().Be(2);
        _registry.Record(new NullMessageException(), null!).Count.Should().Be(1);
        _registry.Record(new InvalidOperationException(new string('x', 10_000_000)), "big").Count.Should().Be(1);
        _registry.Record(new InvalidOperationException("half \ud800 pair"), "x", (ErrorSeverity)99, null, null!, -1).Count.Should().Be(1);
        Exception deep = new InvalidOperationException("0");
        for (var i = 0; i < 5_000; i++)
        {
            deep = new InvalidOperationException("deep", deep);
        }

        _registry.Record(deep, "x").Count.Should().Be(1);
        var cyclic = new InvalidOperationException("cyclic", new TimeoutException());
        typeof(Exception).GetField("_innerException", BindingFlags.NonPublic | BindingFlags.Instance)!.SetValue(cyclic.InnerException, cyclic);
        _registry.Record(cyclic, "x").Count.Should().Be(1);

        _registry.GetErrors().Should().HaveCount(6);
        _registry.GetErrors(new ErrorQuery { Component = "unknown" }).Should().ContainSingle();
        _registry.GetErrors(new ErrorQuery { Component = "big" }).Single().Message.Should().HaveLength(ErrorRegistryOptions.DefaultMaxMessageLength);
        Balance(_registry.GetStatistics()).Should().Be(7);
    }

    [Fact]
    public void Recording_from_within_a_recording_is_refused_and_counted()
    {
        _registry.Record(new RecordingMessageException(_registry), "x").Count.Should().Be(1);

        var statistics = _registry.GetStatistics();
        statistics.TotalCount.Should().Be(1);
        statistics.Ledger.Dropped[DropReason.Reentrant].Should().BePositive();
        Balance(statistics).Should().Be(statistics.Ledger.Captured);
    }

    [Fact]
    public void Wrappers_that_say_nothing_are_taken_off_and_the_root_cause_is_shown()
    {
        var inner = new InvalidOperationException("save failed", new TimeoutException("no answer after 3s"));
        _registry.Record(new AggregateException(inner), "x");
        _registry.Record(new TargetInvocationException(new InvalidOperationException("save failed", new TimeoutException("no answer after 9s"))), "x");

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(2);
        record.ErrorType.Should().Be("System.InvalidOperationException");
        record.RootCause.Should().Be("System.TimeoutException: no answer after 3s");
    }

    [Fact] // D5: the message getter of a large aggregate recurses until the process ends, or walks shared branches for ever
    public void Aggregates_too_large_to_ask_for_their_message_harm_nobody()
    {
        var deep = new AggregateException("m", new TimeoutException());
        for (var i = 0; i < 20_000; i++)
        {
            deep = new AggregateException("m", deep);
        }

        var wide = new AggregateException("m", new TimeoutException());
        for (var i = 0; i < 60; i++)
        {
            wide = new AggregateException("m", wide, wide);
        }

        _registry.Record(deep, "x").IsNew.Should().BeTrue();
        _registry.Record(wide, "y").IsNew.Should().BeTrue();

        _registry.GetErrors().Should().HaveCount(2);
    }

    [Fact]
    public void The_order_and_number_of_errors_in_an_aggregate_do_not_split_it()
    {
        _registry.Record(new AggregateException("some failed", new TimeoutException("a"), new InvalidOperationException("b")), "x");
        _registry.Record(new AggregateException("some failed", new InvalidOperationException("c"), new TimeoutException("d"), new TimeoutException("e")), "x");

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(2);
        record.Template.Should().Be("some failed");
    }

    [Fact]
    public void Codes_that_are_no_part_of_the_identity_lead_to_one_record_and_both_handles_to_it()
    {
        var first = _registry.Record(new HResultException(unchecked((int)0x80131501)), "x");
        var second = _registry.Record(new HResultException(unchecked((int)0x80131502)), "x");
        _registry.Record(new HResultException(unchecked((int)0x80131502)), "x");

        _registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(3);
        second.Id.Should().NotBe(first.Id);
        _registry.Find(second.Id)!.Id.Should().Be(first.Id);
        _registry.Record(new HResultException(unchecked((int)0x80131502)), "x").Count.Should().Be(4);
        var statistics = _registry.GetStatistics();
        statistics.TotalCount.Should().Be(4);
        Balance(statistics).Should().Be(4);
        _registry.GetTimeline(TimeSpan.FromMinutes(1))[0].Count.Should().Be(4);
    }

    [Fact] // U26; a breaker did not find the record of a time-out that a retry had told, since the retry had told its code, too
    public void A_known_error_with_a_code_is_identified_whoever_told_of_it()
    {
        var told = new DependencyException("the catalogue is away");
        _registry.Report(new ErrorOccurrence("x", told.GetType().FullName!, told.Message) { Exception = told, Code = told.Code });
        var id = _registry.Record(new DependencyException("the catalogue is away"), "x").Id;

        _registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(2);
        _registry.Identify(new DependencyException("the catalogue is away"), "x").Should().Be(id);
    }

    [Fact] // U26
    public void A_known_error_is_identified_without_being_recorded()
    {
        var id = _registry.Record(new TimeoutException("after 3s"), "x").Id;

        _registry.Identify(new TimeoutException("after 4s"), "x").Should().Be(id);
        _registry.Identify(new AggregateException(new TimeoutException("after 4s")), "x").Should().Be(id);
        _registry.Identify(new TimeoutException("after 4s"), "y").Should().Be(default(ErrorId));
        _registry.Identify(null!, "y").Should().Be(default(ErrorId));
        _registry.Find(id)!.Count.Should().Be(1);
    }

    [Fact]
    public void An_occurrence_is_recorded_with_what_it_carries()
    {
        var at = _time.GetUtcNow() - TimeSpan.FromMinutes(5);
        var occurrence = new ErrorOccurrence("breaker", "CircuitOpened", "breaker 'a' opened")
        {
            Severity = ErrorSeverity.Error,
            Category = ErrorCategory.Transient,
            Code = new ErrorCode("EM", "RES", 1),
            Recovered = true,
            StackTrace = "   at Somewhere()",
            TraceId = "abc",
            Timestamp = at,
            Context = new OperationContext { JobId = "7" },
        };
        _registry.Report(in occurrence);
        _registry.Record(occurrence).Count.Should().Be(2);

        var record = _registry.GetErrors().Single();
        record.ErrorType.Should().Be("CircuitOpened");
        record.Category.Should().Be(ErrorCategory.Transient);
        record.Code.Should().Be(new ErrorCode("EM", "RES", 1));
        record.RecoveredCount.Should().Be(2);
        record.StackTrace.Should().Be("   at Somewhere()");
        record.Occurrences[0].Should().BeEquivalentTo(
            new SampledOccurrence(at, "breaker 'a' opened", ErrorSeverity.Error, occurrence.Context, "abc", true) { Source = ErrorSources.Resilience },
            options => options.Excluding(kept => kept.Release).Excluding(kept => kept.Host));

        _registry.Report(new ErrorOccurrence("b", "ignored", "ignored") { Exception = new TimeoutException("t"), Recovered = true, Severity = ErrorSeverity.Warning });
        var other = _registry.GetErrors(new ErrorQuery { Component = "b" }).Single();
        other.ErrorType.Should().Be("System.TimeoutException");
        other.RecoveredCount.Should().Be(1);
    }

    [Fact]
    public void A_classifier_gives_category_severity_and_identity_and_may_fail()
    {
        var classifier = Substitute.For<IErrorClassifier>();
        classifier.Classify(Arg.Any<TimeoutException>(), default).Returns(new ErrorClassification(ErrorCategory.RateLimit, ErrorSeverity.Info));
        classifier.Classify(Arg.Any<FormatException>(), default).Throws(new InvalidOperationException("own rule"));
        using var registry = new ErrorRegistry(null, _time, classifier);

        registry.Record(new TimeoutException(), "x");
        registry.Record(new TimeoutException(), "x");
        registry.Record(new FormatException(), "y");

        registry.GetErrors(new ErrorQuery { Component = "x" }).Single().Should().BeEquivalentTo(new { Category = ErrorCategory.RateLimit, Severity = ErrorSeverity.Info, Count = 2L });
        registry.GetErrors(new ErrorQuery { Component = "y" }).Single().Severity.Should().Be(ErrorSeverity.Error);
        classifier.ReceivedWithAnyArgs(2).Classify(default!, default);
    }

    [Fact] // S0.94
    public void Clear_forgets_everything_and_restarts_the_uptime()
    {
        Burst(5);
        _time.Advance(TimeSpan.FromMinutes(9));
        var id = _registry.Record(new TimeoutException(), "x").Id;

        _registry.Clear();

        _registry.GetErrors().Should().BeEmpty();
        _registry.Find(id).Should().BeNull();
        _registry.GetStatistics().Should().BeEquivalentTo(new RegistryStatistics { At = _time.GetUtcNow() });
        _registry.GetTimeline(TimeSpan.FromHours(1)).Should().OnlyContain(point => point.Count == 0);
        _registry.Record(new TimeoutException(), "x").Should().BeEquivalentTo(new { Count = 1L, IsNew = true });
    }

    [Fact] // S0.95
    public void One_registry_is_there_for_the_whole_process()
    {
        ErrorRegistry.Shared.Should().BeSameAs(ErrorRegistry.Shared);
    }

    [Fact]
    public void Options_are_checked_all_at_once_and_copied()
    {
        var options = new ErrorRegistryOptions { Capacity = 0, QueueCapacity = 1_000_001, MaxMessageLength = 15, MaxOccurrencesPerRecord = 101 };
        FluentActions.Invoking(() => new ErrorRegistry(options)).Should().Throw<ArgumentException>()
            .WithMessage("*Capacity must be at least 1 *it is 0.*QueueCapacity*at most 1000000*1000001.*MaxMessageLength*16*15.*MaxOccurrencesPerRecord*100*101.*");

        var good = new ErrorRegistryOptions { Capacity = 1, QueueCapacity = 1, MaxMessageLength = 16, MaxOccurrencesPerRecord = 1 };
        using var registry = new ErrorRegistry(good, _time);
        good.Capacity = 5;
        registry.Record(new TimeoutException("a message of more than 16"), "a");
        registry.GetErrors().Single().Message.Should().Be("a message of mor");
        registry.Record(new TimeoutException(), "b");
        registry.GetErrors().Should().ContainSingle();
        ErrorRegistryOptionsValidator.Validate(new ErrorRegistryOptions { Capacity = 1_000_000, QueueCapacity = 1_000_000, MaxMessageLength = 65_536, MaxOccurrencesPerRecord = 100 }).Should().BeEmpty();
    }

    [Fact]
    public void A_full_queue_drops_details_and_no_count()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 2 }, _time);
        registry.Dispose(); // no background worker: what waits, waits for the first query
        for (var i = 0; i < 5; i++)
        {
            registry.Record(new TimeoutException("t"), "c" + i).IsNew.Should().Be(i < 2);
        }

        var statistics = registry.GetStatistics();
        statistics.TotalCount.Should().Be(5);
        statistics.UniqueErrors.Should().Be(2);
        statistics.Ledger.Dropped[DropReason.QueueFull].Should().Be(3);
        Balance(statistics).Should().Be(5);
        statistics.TopComponents.Should().HaveCount(5);
        registry.GetTimeline(TimeSpan.FromMinutes(1))[0].Count.Should().Be(5);
        registry.Record(new TimeoutException("t"), "c4").IsNew.Should().BeTrue("there is room again");
    }

    [Fact]
    public async Task The_worker_finishes_new_errors_by_itself()
    {
        using var registry = new ErrorRegistry(null, _time);
        var reference = await RecordAndForgetAsync(registry);

        // No query: only the worker can let go of what it captured.
        for (var i = 0; i < 200 && reference.IsAlive; i++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        reference.IsAlive.Should().BeFalse("the exception object must not be kept (D5)");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Task<WeakReference> RecordAndForgetAsync(ErrorRegistry registry)
        {
            var exception = Thrown(new InvalidOperationException("gone"));
            registry.Record(exception, "x");
            return Task.FromResult(new WeakReference(exception));
        }
    }

    [Fact]
    public void Every_occurrence_is_shown_to_the_detector_and_its_failure_hurts_nobody()
    {
        var detector = new ScriptedDetector();
        using var registry = new ErrorRegistry(null, _time, null, detector);

        registry.Record(new TimeoutException(), "x");
        registry.Record(new TimeoutException(), "x");
        detector.Fails = true;
        registry.Record(new TimeoutException(), "x").Count.Should().Be(3);
        registry.Record(new FormatException(), "x").Count.Should().Be(1);

        detector.Observed.Should().Equal(_time.GetUtcNow(), _time.GetUtcNow());
        detector.Tracked.Should().Equal("System.TimeoutException in x", "System.FormatException in x");
        registry.GetPatterns().Should().HaveCount(2);
        registry.GetStatistics().PatternsDetected.Should().Be(1, "an episode that ended is not running");
        Balance(registry.GetStatistics()).Should().Be(4);
        FluentActions.Invoking(() => registry.GetPatterns(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        registry.Clear();
        detector.Observed.Should().BeEmpty();
    }

    [Fact]
    public async Task A_flush_makes_everything_visible_and_can_be_cancelled()
    {
        _registry.Record(new TimeoutException(), "x");
        await _registry.FlushAsync();
        await FluentActions.Awaiting(() => _registry.FlushAsync(new CancellationToken(true)).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        await _registry.DisposeAsync();
        _registry.Record(new TimeoutException(), "x").Count.Should().Be(2, "disposing ends background work only");
        _registry.GetErrors().Should().ContainSingle();
    }

    [Fact] // D3: the same error in another culture and process is the same record
    public void The_fingerprint_does_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var fingerprints = new[] { "en-US", "de-DE", "tr-TR" }.Select(culture =>
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                using var registry = new ErrorRegistry(null, _time);
                registry.Record(new TimeoutException($"limit {1234.5:N1} of FILE i"), "x");
                return registry.GetErrors().Single().Fingerprint;
            }).Distinct().ToList();

            fingerprints.Should().ContainSingle();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    internal static long Balance(RegistryStatistics statistics)
    {
        var ledger = statistics.Ledger;
        ledger.SampledOut.Should().BeGreaterThanOrEqualTo(0);
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
        return ledger.Captured;
    }

    internal static Exception Thrown(Exception exception)
    {
        try
        {
            Throw(exception);
        }
        catch (Exception e)
        {
            return e;
        }

        return exception;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception exception) => throw exception;

    private void Burst(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _registry.Record(new InvalidOperationException("burst"), "burst");
        }
    }

    private sealed class ScriptedDetector : IPatternDetector, IPatternTrack
    {
        public bool Fails { get; set; }

        public List<string> Tracked { get; } = [];

        public List<DateTimeOffset> Observed { get; } = [];

        public IPatternTrack Track(string errorType, string component)
        {
            Tracked.Add($"{errorType} in {component}");
            return Fails ? throw new InvalidOperationException() : this;
        }

        public void Observe(DateTimeOffset now, string? layer = null)
        {
            if (Fails)
            {
                throw new InvalidOperationException();
            }

            Observed.Add(now);
        }

        public IReadOnlyList<DetectedPattern> GetPatterns(DateTimeOffset now, TimeSpan window) =>
        [
            new DetectedPattern { Kind = PatternKind.HighFrequency, Subject = "s", IsActive = true },
            new DetectedPattern { Kind = PatternKind.HighFrequency, Subject = "t" },
        ];

        public void Clear() => Observed.Clear();
    }

    [ErrorCode("TEST-PROBE-001")]
    private sealed class CodedProbeException(string message) : CodedException(message)
    {
        public ErrorSeverity? Declared { get; init; }

        public override ErrorSeverity? Severity => Declared;
    }

    private sealed class MyConnectionLostException : Exception;

    private sealed class HResultException : Exception
    {
        public HResultException(int value)
            : base("same") => HResult = value;
    }

    private sealed class ThrowingMessageException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");
    }

    private sealed class NullMessageException : Exception
    {
        public override string Message => null!;
    }

    private sealed class RecordingMessageException(ErrorRegistry registry) : Exception
    {
        public override string Message
        {
            get
            {
                registry.Record(new TimeoutException("inside"), "inside");
                return "outside";
            }
        }
    }
}
