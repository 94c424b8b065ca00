using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>What a registry says about its own troubles.</summary>
public sealed class RegistryTroublesTests : IDisposable
{
    private const string Private = "password=hunter2";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly HeardLog _log = new();

    public static TheoryData<int, int, string, LogLevel> Kinds => new()
    {
        { (int)RegistryTrouble.QueueFull, 101, "RegistryQueueFull", LogLevel.Warning },
        { (int)RegistryTrouble.Evicted, 102, "RegistryEvicting", LogLevel.Warning },
        { (int)RegistryTrouble.Unfinished, 103, "RegistryErrorUnfinished", LogLevel.Error },
        { (int)RegistryTrouble.Recording, 104, "RegistryRecordingFailed", LogLevel.Error },
        { (int)RegistryTrouble.Classifier, 105, "RegistryClassifierFailed", LogLevel.Warning },
        { (int)RegistryTrouble.Detector, 106, "RegistryDetectorFailed", LogLevel.Warning },
        { (int)RegistryTrouble.Scrubber, 107, "RegistryScrubberFailed", LogLevel.Warning },
        { (int)RegistryTrouble.Subscriber, 108, "RegistrySubscriberFailed", LogLevel.Warning },
        { (int)RegistryTrouble.ChangesLost, 109, "RegistryChangesLost", LogLevel.Warning },
        { (int)RegistryTrouble.GroupingRule, 110, "RegistryGroupingRuleFailed", LogLevel.Warning },
    };

    public void Dispose() => _log.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_told_at_once_and_then_once_a_minute_with_the_number_since(int kind, int id, string name, LogLevel level)
    {
        var troubles = new RegistryTroubles(new RegistryClock(_time), () => _log, queueCapacity: 7) { Registry = "orders" };

        troubles.Note((RegistryTrouble)kind);
        var first = _log.Next();
        for (var i = 0; i < 40; i++)
        {
            troubles.Note((RegistryTrouble)kind);
        }

        _time.Advance(Pause - TimeSpan.FromTicks(1));
        troubles.Execute();
        _log.Waiting.Should().Be(0, "the minute is not over");
        _time.Advance(TimeSpan.FromTicks(1));
        troubles.TellLater();

        first.Category.Should().Be("ErrorManagement");
        (first.Event.Id, first.Event.Name, first.Level).Should().Be((id, name, level));
        first.Message.Should().Contain("'orders'").And.Contain("1 ");
        _log.Next().Message.Should().Contain("40 ");
        troubles.Execute();
        _log.Waiting.Should().Be(0, "all of it is told");
    }

    [Fact]
    public void All_kinds_have_their_own_message() => Kinds.Should().HaveCount(Enum.GetValues<RegistryTrouble>().Length);

    [Fact]
    public void One_kind_does_not_wait_for_another()
    {
        var troubles = new RegistryTroubles(new RegistryClock(_time), () => _log, 1);
        troubles.Note(RegistryTrouble.Evicted);
        _log.Next();

        troubles.Note(RegistryTrouble.Classifier);

        _log.Next().Event.Id.Should().Be(105);
    }

    [Fact]
    public void A_classifier_that_throws_is_named_without_its_message()
    {
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;
        using var registry = new ErrorRegistry(null, _time, new BrokenClassifier(), _log, null);

        registry.Record(new IOException("a"), "x").IsNew.Should().BeTrue();

        var told = _log.Next();
        told.Event.Id.Should().Be(105);
        told.Message.Should().Contain("System.FormatException").And.Contain(nameof(BrokenClassifier) + ".Classify").And.NotContain("hunter2");
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
    }

    [Fact]
    public void A_detector_that_throws_is_told_of()
    {
        using var registry = new ErrorRegistry(null, _time, null, new BrokenDetector(), () => _log);

        registry.Record(new IOException("a"), "x").IsNew.Should().BeTrue();

        _log.Next().Event.Id.Should().Be(106);
    }

    [Fact]
    public void A_recording_that_fails_is_told_of()
    {
        var clock = new BrokenClock(_time);
        using var registry = new ErrorRegistry(null, clock, null, _log, null);
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        clock.Failures = 1;
        registry.Record(new IOException("a"), "x").Should().Be(RecordedError.None);

        var told = _log.Next();
        told.Event.Id.Should().Be(104);
        told.Message.Should().Contain("System.FormatException").And.NotContain("hunter2");
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
    }

    [Fact]
    public void A_clock_that_fails_for_good_is_counted()
    {
        var clock = new BrokenClock(_time);
        using var registry = new ErrorRegistry(null, clock, null, _log, null);

        clock.Failures = int.MaxValue;
        registry.Record(new IOException("a"), "x").Should().Be(RecordedError.None);

        clock.Failures = 0;
        registry.GetStatistics().Ledger.Dropped[DropReason.Failure].Should().Be(1);
        _log.Next().Event.Id.Should().Be(104, "it is told as soon as the clock goes again");
    }

    [Fact]
    public void Evictions_are_told_with_the_number_since()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1 }, _time, null, _log, null);
        registry.Record(new IOException("a"), "x");
        registry.Record(new FormatException("b"), "x");
        registry.GetStatistics();
        _log.Next().Message.Should().Contain("1 records");
        registry.Record(new RankException("c"), "x");
        registry.Record(new TimeoutException("d"), "x");
        registry.GetStatistics();

        _time.Advance(Pause);
        registry.GetStatistics();

        _log.Next().Message.Should().Contain("2 records");
    }

    [Fact]
    public void A_full_queue_is_told_of_though_the_worker_is_stuck()
    {
        var clock = new RegistryClock(_time);
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { QueueCapacity = 1 }, clock, null, null, new RegistryTroubles(clock, () => _log, 1));
        var state = recorder.DrainAndLock();

        recorder.Record(Incidents.Of(new IOException("a"), "x"));
        recorder.Record(Incidents.Of(new FormatException("b"), "x"));

        _log.Next().Event.Id.Should().Be(101);
        state.Gate.Exit();
    }

    [Fact]
    public void An_error_that_the_worker_cannot_finish_is_told_of()
    {
        var clock = new RegistryClock(_time);
        var options = new ErrorRegistryOptions();
        var recorder = new ErrorRecorder(options, clock, null, null, new RegistryTroubles(clock, () => _log, 1));
        var state = recorder.DrainAndLock();
        recorder.Record(Incidents.Of(new IOException("a"), "x"));
        state.Queue.TryDequeue(out var captured).Should().BeTrue();
        state.Queue.Enqueue(captured! with { Types = null! });
        state.Gate.Exit();

        recorder.DrainAndLock().Gate.Exit();

        _log.Next().Event.Id.Should().Be(103);
        new RegistryFigures(recorder).Captured().Sum(c => c.Count).Should().Be(1);
    }

    [Fact]
    public void A_logger_that_throws_hurts_nobody_and_is_asked_again()
    {
        _log.OnLog = () => throw new TimeoutException();
        using var registry = new ErrorRegistry(null, _time, new BrokenClassifier(), _log, null);
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        registry.Record(new IOException("a"), "x").IsNew.Should().BeTrue();
        _log.Next();
        _time.Advance(Pause);
        registry.Record(new FormatException("b"), "x").IsNew.Should().BeTrue();
        _log.Next();

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
    }

    [Fact]
    public void A_logger_that_records_in_turn_is_refused_and_counted()
    {
        ErrorRegistry? registry = null;
        _log.OnLog = () => registry!.Record(new RankException("of the logger"), "log").Should().Be(RecordedError.None);
        using (registry = new ErrorRegistry(null, _time, new BrokenClassifier(), _log, null))
        {
            registry.Record(new IOException("a"), "x");
            _log.Next();

            registry.GetErrors().Should().ContainSingle();
            registry.GetStatistics().Ledger.Dropped[DropReason.Reentrant].Should().Be(1);
        }
    }

    [Fact]
    public void A_registry_that_is_disposed_tells_nothing()
    {
        var registry = new ErrorRegistry(null, _time, new BrokenClassifier(), _log, null);
        registry.Dispose();
        registry.Record(new IOException("a"), "x");

        // The next one of the same log is heard, so all before it would have been.
        using var next = new ErrorRegistry(new ErrorRegistryOptions { Name = "next" }, _time, new BrokenClassifier(), _log, null);
        next.Record(new IOException("a"), "x");

        _log.Next().Message.Should().Contain("'next'");
    }

    [Fact]
    public void The_log_of_a_container_is_asked_for_only_when_there_is_something_to_tell_and_may_lead_back_to_the_registry()
    {
        var asked = 0;
        var services = new ServiceCollection();
        services.AddSingleton<IErrorClassifier>(new BrokenClassifier());
        services.AddSingleton<ILoggerFactory>(provider =>
        {
            asked++;
            provider.GetRequiredService<IErrorRegistry>().Should().NotBeNull();
            return _log;
        });
        services.AddErrorManagement();
        using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<ErrorRegistry>();
        asked.Should().Be(0);

        registry.Record(new IOException("a"), "x");

        _log.Next().Event.Id.Should().Be(105);
        asked.Should().Be(1);
    }

    private sealed class BrokenClassifier : IErrorClassifier
    {
        public ErrorClassification Classify(Exception exception, CancellationToken caller = default) => throw new FormatException(Private);
    }

    private sealed class BrokenDetector : IPatternDetector
    {
        public IPatternTrack Track(string errorType, string component) => throw new FormatException(Private);

        public IReadOnlyList<DetectedPattern> GetPatterns(DateTimeOffset now, TimeSpan window) => [];

        public void Clear()
        {
        }
    }

    private sealed class BrokenClock(TimeProvider clock) : TimeProvider
    {
        public int Failures { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => Failures > 0 && Failures-- > 0 ? throw new FormatException(Private) : clock.GetTimestamp();
    }
}
