using System.Globalization;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryBoundsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact] // one looping error can never displace another's evidence
    public void An_error_that_is_new_each_time_leaves_the_records_of_others_alone()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 100, QueueCapacity = 20_000 }, _time);
        var others = Enumerable.Range(0, 50).Select(i => registry.Record(new ErrorOccurrence("payments", "Error" + i, "failed")).Id).ToList();
        for (var i = 0; i < 5_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            registry.Record(new ErrorOccurrence("search", "Flood", Words(i)));
            _ = i % 100 == 0 ? registry.Find(others[0]) : null;
        }

        others.Should().OnlyContain(id => registry.Find(id) != null);
        var statistics = registry.GetStatistics();
        statistics.UniqueErrors.Should().Be(100);
        statistics.EvictedRecords.Should().Be(4_950);
        statistics.EvictedCount.Should().Be(4_950);
        statistics.TotalCount.Should().Be(5_050);
        statistics.TopErrorTypes[0].Should().Be(new NamedCount("Flood", 5_000));
        registry.GetErrors().Sum(record => record.Count).Should().Be(statistics.TotalCount - statistics.EvictedCount);
        ErrorRegistryTests.Balance(statistics).Should().Be(5_050);
    }

    [Fact] // the same, where what loops is known and grows by its examples
    public void Errors_that_grow_while_they_are_held_crowd_out_nobody_else()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { MaxBytes = 1 << 20 }, _time);
        var others = Enumerable.Range(0, 20).Select(i => registry.Record(new ErrorOccurrence("payments", "Error" + i, "failed")).Id).ToList();
        string[] looping = ["one", "two", "three"];
        Array.ForEach(looping, message => registry.Record(new ErrorOccurrence("search", "Loop", message)));
        registry.GetErrors().Should().HaveCount(23);
        var context = new OperationContext { Data = Enumerable.Range(0, 31).ToDictionary(i => "k" + i, object? (_) => new string('x', 1_024)) };
        for (var i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Array.ForEach(looping, message => registry.Record(new ErrorOccurrence("search", "Loop", message) { Context = context }));
        }

        registry.GetStatistics().EstimatedBytes.Should().BeLessThanOrEqualTo(1 << 20);
        registry.GetStatistics().EvictedRecords.Should().BeGreaterThan(0, "they must have been too many for this to say anything");
        others.Should().OnlyContain(id => registry.Find(id) != null);
    }

    [Fact] // the same, where all of them wait for the worker
    public void An_error_that_is_new_each_time_leaves_half_of_the_queue_to_others()
    {
        var options = new ErrorRegistryOptions { QueueCapacity = 1_000 };
        var recorder = new ErrorRecorder(options, new RegistryClock(_time), null, null);
        var state = recorder.Lock();
        for (var i = 0; i < 600; i++)
        {
            recorder.Record(Of("Flood", Words(i)));
        }

        for (var i = 0; i < 400; i++)
        {
            recorder.Record(Of("Error" + i, "failed")).IsNew.Should().BeTrue();
        }

        state.DroppedBy(DropReason.QueueFull).Should().Be(100);
        state.Places.Count.Should().Be(900);
        state.Gate.Exit();
        recorder.DrainAndLock().Gate.Exit();
        state.Store.Count.Should().Be(900);
        state.Places.Count.Should().Be(0);
        state.Places.Bytes.Should().Be(0);
    }

    [Fact] // the queue is bounded by bytes as well
    public void Long_errors_wait_in_a_bounded_number_of_bytes()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { MaxBytes = 8 << 20 }, new RegistryClock(_time), null, null);
        var state = recorder.Lock();
        for (var i = 0; i < 200; i++)
        {
            recorder.Record(Of("Error" + i, Words(i) + new string('x', 60_000)));
            state.Places.Bytes.Should().BeLessThanOrEqualTo(1 << 20);
        }

        state.Places.Count.Should().BeInRange(5, 9);
        state.DroppedBy(DropReason.QueueFull).Should().Be(200 - state.Places.Count);
        state.Gate.Exit();
    }

    [Fact] // bytes: new records, and records that grow
    public void What_records_take_stays_within_its_bound()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { MaxBytes = 1 << 20, QueueCapacity = 20_000 }, _time);
        for (var i = 0; i < 3_000; i++)
        {
            registry.Record(new ErrorOccurrence("c" + (i % 20), "T", Words(i) + new string('x', 1_000)));
            if (i % 10 == 0)
            {
                registry.GetStatistics().EstimatedBytes.Should().BeLessThanOrEqualTo(1 << 20);
            }
        }

        var statistics = registry.GetStatistics();
        statistics.EstimatedBytes.Should().BeInRange(700_000, 1 << 20);
        statistics.TotalCount.Should().Be(3_000);
        statistics.EvictedCount.Should().Be(3_000 - statistics.UniqueErrors);

        registry.Clear();
        for (var i = 0; i < 4_000; i++)
        {
            registry.Record(new ErrorOccurrence("c", "T" + (i % 200), "order " + i) { Context = new OperationContext { RequestId = new string('r', 900) } });
        }

        statistics = registry.GetStatistics();
        statistics.EstimatedBytes.Should().BeLessThanOrEqualTo(1 << 20);
        statistics.EvictedRecords.Should().BePositive("200 records with 8 examples of 2 KB each are too much");
        statistics.TotalCount.Should().Be(4_000);
        ErrorRegistryTests.Balance(statistics).Should().Be(4_000);
    }

    [Fact]
    public void Settings_that_let_one_record_fill_the_registry_are_refused()
    {
        FluentActions.Invoking(() => new ErrorRegistry(new ErrorRegistryOptions { MaxBytes = (1 << 20) - 1 }))
            .Should().Throw<ArgumentException>().WithMessage("*MaxBytes must be at least 1048576 and at most 1099511627776, inclusive; it is 1048575.*");
        FluentActions.Invoking(() => new ErrorRegistry(new ErrorRegistryOptions { MaxBytes = 1 << 20, MaxMessageLength = 65_536 }))
            .Should().Throw<ArgumentException>().WithMessage("*MaxBytes must be at least 4 times the 1048576 bytes*4194304; it is 1048576.*");
        ErrorRegistryOptionsValidator.Validate(new ErrorRegistryOptions { MaxBytes = 4 << 20, MaxMessageLength = 65_536 }).Should().BeEmpty();
    }

    [Fact] // D4: the first five are kept whatever threads do
    public async Task The_first_five_are_kept_when_threads_record_them_together()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 10_000 });
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                start.SignalAndWait();
                registry.Record(new ErrorOccurrence("c" + i, "T", "failed"));
                registry.Record(new ErrorOccurrence("c" + i, "T", "failed"));
            }
        })));

        registry.GetErrors().Should().HaveCount(300).And.OnlyContain(record => record.Count == 8 && record.Occurrences.Count >= 5);
        registry.GetLedger().Kept.Should().BeGreaterThanOrEqualTo(1_500);
    }

    [Fact] // D4: a value of the count that nobody saw does not cost its example
    public void An_example_whose_step_was_missed_is_the_next_one()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions(), new RegistryClock(_time), null, null);
        recorder.Record(Of("T", "failed"));
        var state = recorder.DrainAndLock();
        var record = state.Store.All.Single();
        var details = default(OccurrenceDetails) with { Message = "m" };
        foreach (var count in new[] { 2, 3, 4, 5 })
        {
            record.IsExample(count).Should().BeTrue();
            record.Keep(in details, count, 0, isFirstOfOrigin: false);
        }

        record.IsExample(6).Should().BeFalse();
        record.IsExample(11).Should().BeTrue("8 was missed");
        record.Keep(in details, 11, 0, isFirstOfOrigin: false);
        record.IsExample(12).Should().BeFalse();
        record.IsExample(16).Should().BeTrue();
        record.Kept.Should().Be(6);
        state.Gate.Exit();
    }

    [Fact] // D4
    public void The_first_of_each_new_release_and_machine_is_kept_and_named()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "1.0", Host = "own" }, _time);
        for (var i = 0; i < 1_000; i++)
        {
            registry.Record(new ErrorOccurrence("c", "T", "failed"));
        }

        registry.Record(new ErrorOccurrence("c", "T", "from elsewhere") { Release = "2.0", Host = "b", Template = "failed" });
        registry.Record(new ErrorOccurrence("c", "T", "failed") { Release = "2.0", Host = "b" });

        var error = registry.GetErrors().Single(record => record.Count > 1);
        error.Releases.Should().StartWith("1.0");
        error.Hosts.Should().StartWith("own");
        error.Occurrences[^1].Release.Should().Be("2.0");
        error.Occurrences[^1].Host.Should().Be("b");
        error.Releases.Should().Equal("1.0", "2.0");
        registry.GetLedger().Kept.Should().Be(11 + (registry.GetErrors().Count - 1), "ten of that minute and the first of a release");
    }

    [Fact] // the handle is good at once, forwards after a merge and never leads to another record
    public void A_handle_leads_to_its_record_for_as_long_as_that_is_held()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 2 }, _time);
        var first = registry.Record(new TimeoutException("x"), "c").Id;
        var second = registry.Record(new ErrorOccurrence("c", "System.TimeoutException", "x")).Id;
        first.Should().NotBe(second, "two keys; that they are one error is found out later");

        var error = registry.Find(first)!;
        error.Count.Should().Be(2);
        registry.Find(second).Should().BeEquivalentTo(error);
        registry.Record(new ErrorOccurrence("c", "System.TimeoutException", "x")).Id.Should().Be(error.Id);

        for (var i = 0; i < 2; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            registry.Record(new FormatException(Words(i)), "c");
        }

        registry.Find(first).Should().BeNull();
        registry.Find(second).Should().BeNull();
        registry.Find(error.Fingerprint.ToErrorId()).Should().BeNull();

        var third = registry.Record(new TimeoutException("x"), "c").Id;
        registry.Find(first).Should().BeNull("the error is back, the record is another one");
        registry.Clear();
        registry.Record(new ArgumentException("y"), "c");
        new[] { first, second, third }.Should().OnlyContain(id => registry.Find(id) == null);
    }

    [Fact] // B13: from every index
    public void What_led_to_a_record_that_had_to_go_is_gone()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { Capacity = 20, QueueCapacity = 100 }, new RegistryClock(_time), null, null);
        for (var i = 0; i < 2_000; i++)
        {
            recorder.Record(Of("T" + (i % 7), Words(i)));
            recorder.DrainAndLock().Gate.Exit();
        }

        recorder.State.Store.Count.Should().Be(20);
        recorder.State.Keys.Count.Should().Be(40, "an error and its call site");
    }

    internal static string Words(int i) => "z" + new string([.. i.ToString("d6", CultureInfo.InvariantCulture).Select(c => (char)('k' + c - '0'))]);

    private static Incident Of(string type, string message) => new() { Component = "c", ErrorType = type, Message = message, Source = ErrorSources.Occurrence };
}
