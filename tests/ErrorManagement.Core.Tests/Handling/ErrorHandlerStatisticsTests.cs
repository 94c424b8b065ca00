using System.Diagnostics.Metrics;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

public sealed class ErrorHandlerStatisticsTests
{
    private readonly HandlerFixture _fixture = new();

    [Fact]
    public void A_new_handler_has_handled_nothing()
    {
        var statistics = _fixture.Handler.GetStatistics();

        (statistics.Handled, statistics.AverageTime, statistics.RecoveryRate, statistics.RecoveryActionSuccessRate).Should().Be((0, TimeSpan.Zero, 0.0, 0.0));
        statistics.ByCategory.Should().HaveCount(6).And.OnlyContain(c => c.Value == 0);
        statistics.ByStrategy.Should().HaveCount(6).And.OnlyContain(s => s.Value == 0);
    }

    [Fact] // B7: rates are computed
    public async Task The_figures_are_what_happened()
    {
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", "default");
        _fixture.Actions.Register(RecoveryAction.AlertAdmin, (_, _) => true);
        _fixture.Actions.Register(RecoveryAction.ClearCache, (_, _) => false);
        await _fixture.CallAsync(CallForm.Completed, null);
        await _fixture.CallAsync(CallForm.Completed, null, new TimeoutException(), new TimeoutException());
        await _fixture.FailAsync(CallForm.Completed, new FormatException());
        await _fixture.FailAsync(CallForm.Synchronous, new NotSupportedException());
        await _fixture.RunAsync<string>(CallForm.Awaited, _ =>
        {
            _fixture.Clock.Advance(TimeSpan.FromSeconds(8));
            throw new OddException();
        });

        var statistics = _fixture.Handler.GetStatistics();

        (statistics.Handled, statistics.Recovered, statistics.FallbacksUsed, statistics.Failed, statistics.Retries).Should().Be((4, 1, 1, 2, 2));
        (statistics.RecoveryActions, statistics.RecoveryActionsSucceeded, statistics.RecoveryActionSuccessRate, statistics.RecoveryRate).Should().Be((2, 1, 0.5, 0.25));
        (statistics.TotalTime, statistics.AverageTime).Should().Be((TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(2)));
        statistics.ByCategory.Where(c => c.Value > 0).Select(c => (c.Key, c.Value)).Should()
            .BeEquivalentTo([(ErrorCategory.Transient, 1L), (ErrorCategory.DataValidation, 1L), (ErrorCategory.Permanent, 1L), (ErrorCategory.Unknown, 1L)]);
        statistics.ByStrategy[HandlingStrategy.RetryWithBackoff].Should().Be(1);
    }

    [Fact]
    public async Task Every_handled_failure_is_measured()
    {
        var measured = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => l.EnableMeasurementEvents(instrument) };
        using var meters = new TestMeters();
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                measured.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}");
            }
        });
        listener.Start();
        var handler = new ErrorHandler(meterFactory: meters);

        await handler.HandleErrorAsync(new FormatException(), HandlerFixture.Payments);

        measured.Should().Equal("error_management.error_handler.handled 1 error.category=data_validation error_handler.strategy=fallback_to_default error_handler.outcome=failed");
    }

    [Fact] // counts are exact under threads
    public async Task The_figures_add_up_while_the_rules_change()
    {
        var handler = _fixture.Handler;
        handler.Fallbacks.SetDefaultValue("payments", 1);
        handler.Fallbacks.SetCached("payments", 2);
        using var done = new CancellationTokenSource();
        var changing = Task.Run(() =>
        {
            var random = new Random(5);
            while (!done.IsCancellationRequested)
            {
                handler.Rules.Set(
                    (ErrorCategory)random.Next(6),
                    (HandlingStrategy)random.Next(6),
                    (RecoveryAction)random.Next(7));
                var read = handler.GetStatistics();
                Assert.Equal(read.Handled, read.Recovered + read.FallbacksUsed + read.Failed);
                Assert.Equal(read.Handled, read.ByCategory.Values.Sum());
            }
        });

        const int Callers = 8, Calls = 500;
        var results = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var handled = 0;
            for (var i = 0; i < Calls; i++)
            {
                var failure = HandlerFixture.Of((ErrorCategory)((caller + i) % 6));
                var runs = 0;
                var result = i % 2 == 0
                    ? await handler.HandleAsync<int, int>((_, _) => Interlocked.Increment(ref runs) > 2 ? new ValueTask<int>(3) : throw failure, 0, HandlerFixture.Payments)
                    : handler.Handle<int, int>((_, _) => Interlocked.Increment(ref runs) > 2 ? 3 : throw failure, 0, HandlerFixture.Payments);
                handled += result.Error is null ? 0 : 1;
                Assert.True(result.Succeeded ? result.FallbackUsed ? result.Value is 1 or 2 : result.Value == 3 : result.Value == 0);
                Assert.True(Enum.IsDefined(result.Strategy!.Value));
            }

            return handled;
        })));
        await done.CancelAsync();
        await changing;

        handler.GetStatistics().Handled.Should().Be(Callers * Calls).And.Be(results.Sum());
    }

    private sealed class TestMeters : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(m => m.Dispose());
    }
}
