using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>U42: what a registry publishes.</summary>
public sealed class RegistryInstrumentsTests : IDisposable
{
    private const string Name = "registry.name=default";

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _factory;
    private readonly MeasurementRecorder _recorder;

    public RegistryInstrumentsTests()
    {
        _factory = _provider.GetRequiredService<IMeterFactory>();
        _recorder = new MeasurementRecorder(_factory);
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _provider.Dispose();
    }

    [Fact] // U42
    public void Captured_errors_are_told_by_severity_and_component()
    {
        using var registry = Make();
        registry.Record(new IOException("a"), "payments", ErrorSeverity.Critical);
        registry.Record(new IOException("a"), "payments", ErrorSeverity.Critical);
        registry.Record(new IOException("a"), "payments", ErrorSeverity.Warning);
        registry.Record(new FormatException("b"), "stock", ErrorSeverity.Critical);

        _recorder.Read("registry.captured").Should().BeEquivalentTo(new Dictionary<string, double>
        {
            [Name + ", error.severity=critical, error.component=payments"] = 2,
            [Name + ", error.severity=warning, error.component=payments"] = 1,
            [Name + ", error.severity=critical, error.component=stock"] = 1,
        });
    }

    [Fact]
    public void Two_texts_that_turn_out_to_be_one_error_are_told_once_each()
    {
        using var registry = Make();
        for (var i = 0; i < 30; i++)
        {
            registry.Record(new IOException($"order {i} of {Guid.NewGuid()} failed"), "payments", ErrorSeverity.Error);
        }

        _recorder.Read("registry.captured").Values.Sum().Should().Be(30);
        registry.GetStatistics();
        _recorder.Read("registry.captured").Values.Sum().Should().Be(30);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_counter_falls_though_records_are_evicted_and_the_registry_is_cleared(bool collectedBefore)
    {
        using var registry = Make(new ErrorRegistryOptions { Capacity = 2 });
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        for (var round = 1; round <= 3; round++)
        {
            foreach (var kind in (Exception[])[new IOException("a"), new FormatException("b"), new RankException("c"), new OperationCanceledException(cancelled.Token)])
            {
                registry.Record(kind, "payments", ErrorSeverity.Error);
            }

            registry.GetStatistics().UniqueErrors.Should().Be(2);
            if (collectedBefore)
            {
                Totals().Should().Be((3 * round, round, 3 * round, round, round));
            }

            registry.Clear();
            if (collectedBefore)
            {
                Totals().Should().Be((3 * round, round, 3 * round, round, round));
            }
        }

        Totals().Should().Be((9, 3, 9, 3, 3));
        _recorder.Read("registry.records")[Name].Should().Be(0);

        (double Captured, double Evicted, double New, double EvictedRecords, double Cancelled) Totals() =>
            (_recorder.Read("registry.captured").Values.Sum(),
            _recorder.Read("registry.dropped")[Name + ", registry.drop.reason=evicted"],
            _recorder.Read("registry.new_records")[Name],
            _recorder.Read("registry.evicted_records")[Name],
            _recorder.Read("registry.cancellations")[Name]);
    }

    [Fact]
    public void What_waits_when_the_registry_is_cleared_stays_counted()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions(), new RegistryClock(_time), null, null);
        var figures = new RegistryFigures(recorder);
        var ended = recorder.DrainAndLock();
        recorder.Record(Incidents.Of(new IOException("a"), "payments"));
        figures.Queued().Should().Be(1, "the worker waits for the gate, and recording does not");

        recorder.Clear();
        figures.Captured().Sum(c => c.Count).Should().Be(1);
        ended.Gate.Exit();

        // What the worker does with it now is no second count.
        lock (ended.Gate)
        {
            new ErrorWorker(new ErrorRegistryOptions(), new RegistryClock(_time)).DrainLocked(ended);
        }

        figures.Captured().Sum(c => c.Count).Should().Be(1);
        figures.Queued().Should().Be(0);
    }

    [Fact]
    public void A_record_that_ends_after_the_clear_is_not_counted_again()
    {
        var options = new ErrorRegistryOptions { Capacity = 1 };
        var recorder = new ErrorRecorder(options, new RegistryClock(_time), null, null);
        var figures = new RegistryFigures(recorder);
        var ended = recorder.DrainAndLock();
        recorder.Record(Incidents.Of(new IOException("a"), "payments"));
        recorder.Record(Incidents.Of(new FormatException("b"), "payments"));
        recorder.Clear();

        new ErrorWorker(options, new RegistryClock(_time)).DrainLocked(ended);
        ended.Store.Evicted.Should().Be(1);
        ended.Gate.Exit();

        figures.Captured().Sum(c => c.Count).Should().Be(2);
    }

    [Fact]
    public void Errors_without_a_place_to_wait_are_captured_and_dropped()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { QueueCapacity = 1 }, new RegistryClock(_time), null, null);
        var figures = new RegistryFigures(recorder);
        var state = recorder.DrainAndLock();
        recorder.Record(Incidents.Of(new IOException("a"), "payments"));
        recorder.Record(Incidents.Of(new FormatException("b"), "stock"));
        state.Gate.Exit();

        figures.Captured().Should().BeEquivalentTo([new CapturedCount("payments", ErrorSeverity.Error, 1), new CapturedCount("stock", ErrorSeverity.Error, 1)]);
        figures.Dropped()[(int)DropReason.QueueFull].Should().Be(1);
        recorder.Clear();
        figures.Dropped()[(int)DropReason.QueueFull].Should().Be(1);
        figures.Captured().Sum(c => c.Count).Should().Be(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Consequences_are_counted_whatever_became_of_their_record(bool cleared)
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { Capacity = 1 }, new RegistryClock(_time), null, null);
        var figures = new RegistryFigures(recorder);
        recorder.Record(Incidents.Of(new IOException("a"), "payments"));
        var state = recorder.DrainAndLock();
        state.Store.All.Single().TryCountConsequence(ErrorSeverity.Warning, new RegistryClock(_time).Read()).Should().BeTrue();
        state.Gate.Exit();
        figures.Consequences().Should().Be(1);

        if (cleared)
        {
            recorder.Clear();
        }
        else
        {
            recorder.Record(Incidents.Of(new FormatException("b"), "payments"));
            recorder.DrainAndLock().Gate.Exit();
        }

        figures.Consequences().Should().Be(1);
        figures.Captured().Should().ContainEquivalentOf(new CapturedCount("payments", ErrorSeverity.Warning, 1));
    }

    [Fact]
    public void All_reasons_of_a_loss_are_told_from_the_start()
    {
        using var registry = Make();

        _recorder.Read("registry.dropped").Should().BeEquivalentTo(
            Enum.GetValues<DropReason>().ToDictionary(r => $"{Name}, registry.drop.reason={Snake(r)}", _ => 0d));

        static string Snake(DropReason reason) => string.Concat(reason.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + c : c.ToString())).ToLowerInvariant();
    }

    [Fact]
    public void Records_are_told_by_where_they_stand_and_their_steps_by_kind()
    {
        using var registry = Make();
        var muted = registry.Record(new IOException("a"), "payments").Id;
        var ignored = registry.Record(new FormatException("b"), "payments").Id;
        registry.Mute(muted, _time.GetUtcNow() + TimeSpan.FromHours(1));
        registry.Ignore(ignored);
        Read("registry.status", "registry.status").Should().Be("ignored=1, muted=1");

        _time.Advance(TimeSpan.FromHours(1));

        Read("registry.status", "registry.status").Should().Be("ignored=1, open=1", "nobody else has asked since its time was over");
        Read("registry.changes", "registry.change").Should().Be("ignored=1, muted=1, new=2, unmuted=1");
        registry.Clear();
        Read("registry.status", "registry.status").Should().BeEmpty();
        Read("registry.changes", "registry.change").Should().Be("ignored=1, muted=1, new=2, unmuted=1", "a counter never falls");
        _recorder.Read("registry.untold_changes").Should().Equal(new Dictionary<string, double> { [Name] = 0 });

        string Read(string instrument, string tag) =>
            string.Join(", ", _recorder.Read(instrument).Where(s => s.Value != 0).Select(s => s.Key.Replace($"{Name}, {tag}=", "", StringComparison.Ordinal) + "=" + s.Value.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal));
    }

    [Fact] // bounded cardinality
    public void Components_beyond_the_bound_are_told_together_and_nobody_changes_sides()
    {
        using var registry = Make();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 300; i++)
            {
                // In the second round the others come first.
                var component = (round == 0 ? i : 299 - i).ToString("000", CultureInfo.InvariantCulture);
                registry.Record(new IOException("a"), component, ErrorSeverity.Error);
            }

            _recorder.Read("registry.captured");
            registry.Clear();
        }

        var told = _recorder.Read("registry.captured");

        told.Should().HaveCount(257);
        told[Name + ", error.severity=error, error.component=(other)"].Should().Be(2 * 44);
        told.Values.Sum().Should().Be(600);
    }

    [Fact]
    public void The_queue_the_records_and_what_is_new_are_told()
    {
        using var registry = Make(new ErrorRegistryOptions { Capacity = 2 });
        registry.Record(new IOException("a"), "x");
        registry.Record(new FormatException("b"), "x");
        registry.Record(new RankException("c"), "x");
        registry.GetStatistics();

        _recorder.Read("registry.records")[Name].Should().Be(2);
        _recorder.Read("registry.new_records")[Name].Should().Be(3);
        _recorder.Read("registry.evicted_records")[Name].Should().Be(1);
        _recorder.Read("registry.queue.length")[Name].Should().Be(0);
    }

    [Fact]
    public void Registries_of_one_name_on_one_meter_are_told_apart_and_one_that_is_disposed_is_told_of_no_longer()
    {
        using var first = Make();
        var second = Make();
        using var other = Make(new ErrorRegistryOptions { Name = "batch" });
        second.Record(new IOException("a"), "x", ErrorSeverity.Error);
        _recorder.Read("registry.new_records").Keys.Should().BeEquivalentTo(Name, Name + "-2", "registry.name=batch");

        second.Dispose();
        using var third = Make();

        using var recorder = new MeasurementRecorder(_factory);
        recorder.Read("registry.records").Keys.Should().BeEquivalentTo(Name, Name + "-2", "registry.name=batch");
        recorder.Read("registry.captured").Should().BeEmpty("the number is free again, and the next one starts anew");
    }

    [Fact]
    public void Being_observed_keeps_no_registry_alive()
    {
        var registry = Abandon();

        for (var i = 0; i < 10 && registry.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        registry.IsAlive.Should().BeFalse();
        _recorder.Read("registry.records").Should().BeEmpty();
    }

    [Fact]
    public void A_registry_that_is_made_by_hand_is_told_of_on_the_meter_of_the_process()
    {
        using var recorder = new MeasurementRecorder();
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Name = "by hand" });
        registry.Record(new IOException("a"), "x", ErrorSeverity.Error);

        recorder.Read("registry.captured")["registry.name=by hand, error.severity=error, error.component=x"].Should().Be(1);
    }

    [Fact]
    public void Figures_that_cannot_be_read_hide_no_others()
    {
        using var broken = Make(new ErrorRegistryOptions { Name = "broken" });
        using var sound = Make();
        broken.Figures.Health = () => throw new TimeoutException();
        sound.Figures.Health = () => 90;
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        _recorder.Read("health.score").Should().BeEquivalentTo(new Dictionary<string, double> { [Name] = 90 }, "the host's own detector may fail");

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
    }

    [Fact] // D4: right at every reading
    public async Task Collectors_see_figures_that_only_rise_while_eight_threads_record_and_records_are_evicted()
    {
        const int threads = 8, each = 20_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 50, QueueCapacity = 64 }, null, ErrorClassifier.Default, null, _factory);
        using var done = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var collector = Task.Run(() =>
        {
            var last = new Dictionary<string, double>();
            var lastSum = 0d;
            for (var readings = 0; readings < 3 || !done.IsCancellationRequested; readings++)
            {
                var captured = _recorder.Read("registry.captured");
                foreach (var (series, value) in captured)
                {
                    value.Should().BeGreaterThanOrEqualTo(last.GetValueOrDefault(series), series);
                }

                captured.Values.Sum().Should().BeGreaterThanOrEqualTo(lastSum).And.BeLessThanOrEqualTo(threads * each);
                (last, lastSum) = (new(captured), captured.Values.Sum());
                _recorder.Read("registry.records")[Name].Should().BeLessThanOrEqualTo(50);
                started.TrySetResult();
            }
        });
        await Task.WhenAny(started.Task, collector);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < each; i++)
            {
                var error = random.Next(300);
                registry.Record(new InvalidOperationException("kind " + (char)('a' + (error % 26)) + (char)('a' + (error / 26)) + "zz"), "c" + (error % 7).ToString(CultureInfo.InvariantCulture), error % 3 == 0 ? ErrorSeverity.Warning : ErrorSeverity.Error);
            }
        })));
        await done.CancelAsync();
        await collector;

        var final = registry.GetStatistics();
        final.TotalCount.Should().Be(threads * each);
        _recorder.Read("registry.captured").Values.Sum().Should().Be(threads * each);
        _recorder.Read("registry.captured").Where(s => s.Key.Contains("=warning", StringComparison.Ordinal)).Sum(s => s.Value).Should().Be(final.SeverityBreakdown[ErrorSeverity.Warning]);
        foreach (var (reason, count) in final.Ledger.Dropped)
        {
            _recorder.Read("registry.dropped").Values.Should().Contain(count, reason.ToString());
        }
    }

    [Fact]
    public async Task Figures_rise_only_while_the_registry_is_cleared_under_load()
    {
        const int threads = 4, each = 20_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 50 }, null, ErrorClassifier.Default, null, _factory);
        var recording = Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                registry.Record(new InvalidOperationException("kind " + (char)('a' + ((i + thread) % 26))), "c", ErrorSeverity.Error);
            }
        })));
        var last = 0d;
        while (!recording.IsCompleted)
        {
            registry.Clear();
            var sum = _recorder.Read("registry.captured").Values.Sum();
            sum.Should().BeGreaterThanOrEqualTo(last);
            last = sum;
        }

        await recording;
        _recorder.Read("registry.captured").Values.Sum().Should().BeGreaterThanOrEqualTo(last).And.BeLessThanOrEqualTo(threads * each);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Abandon()
    {
        var registry = Make();
        _recorder.Read("registry.records").Should().HaveCount(1);
        _recorder.Forget();
        return new WeakReference(registry);
    }

    private ErrorRegistry Make(ErrorRegistryOptions? options = null) => new(options, _time, ErrorClassifier.Default, null, _factory);
}
