using System.Net.Sockets;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

public sealed class SupervisedLoopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly CancellationTokenSource _stopping = new();

    public void Dispose() => _stopping.Dispose();

    [Fact]
    [Behaviour("S1.39")]
    public async Task An_unexpected_exception_is_one_HIGH_report_is_told_and_after_a_second_the_loop_goes_on()
    {
        var thrown = new InvalidOperationException("broken");
        var told = new TaskCompletionSource<LoopFailed>();
        var loop = Make(o =>
        {
            o.Component = "monitor";
            o.OnFailure = told.SetResult;
        });
        var began = _time.GetUtcNow();
        var stamps = new List<TimeSpan>();

        await loop.RunAsync(
            _ =>
            {
                stamps.Add(_time.GetUtcNow() - began);
                if (stamps.Count == 2)
                {
                    throw thrown;
                }

                return stamps.Count == 3 ? _stopping.CancelAsync() : Task.CompletedTask;
            },
            _stopping.Token).PassingTime(_time);

        stamps.Should().Equal(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var reported = _sink.Reported.Should().ContainSingle().Subject;
        (reported.Component, reported.Severity, reported.ErrorType, reported.Message).Should().Be(("monitor", ErrorSeverity.Error, "System.InvalidOperationException", "broken"));
        reported.Exception.Should().BeSameAs(thrown);
        (await told.Task).Should().Be(new LoopFailed("monitor", thrown, ErrorSeverity.Error, 1, began, TimeSpan.FromSeconds(1)));
        loop.Status.Should().Be(new LoopStatus(2, 1, 0, began, "System.InvalidOperationException"));
    }

    [Fact]
    [Behaviour("S1.39")]
    public async Task A_lost_connection_and_a_start_that_failed_are_MEDIUM()
    {
        var loop = Make();

        (await loop.TryStartAsync(_ => throw new InvalidOperationException("no port"), _stopping.Token)).Should().BeFalse();
        (await loop.TryStartAsync(_ => Task.CompletedTask, _stopping.Token)).Should().BeTrue();
        await loop.RunAsync(Failing(new IOException("reset", new SocketException((int)SocketError.ConnectionReset))), _stopping.Token).PassingTime(_time);

        _sink.Reported.Select(r => r.Severity).Should().Equal(ErrorSeverity.Warning, ErrorSeverity.Warning);
    }

    [Fact]
    public async Task The_stopping_token_ends_it_quietly_in_an_iteration_and_in_a_wait()
    {
        var waiting = Make().RunAsync(token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token), _stopping.Token);
        var loop = Make(o => o.Delay = TimeSpan.FromMinutes(1), new SilentSink());
        var failing = loop.RunAsync(_ => throw new InvalidOperationException(), _stopping.Token);
        SpinWait.SpinUntil(() => loop.Status.Failures == 1 && _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();

        await _stopping.CancelAsync();
        await waiting;
        await failing;

        _sink.Reported.Should().BeEmpty();
        (await Make().TryStartAsync(token => Task.FromCanceled(token), _stopping.Token)).Should().BeFalse();
        _sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_hosts_is_a_failure_like_any_other()
    {
        await Make().RunAsync(Failing(new TaskCanceledException("client timed out")), _stopping.Token).PassingTime(_time);

        _sink.Reported.Should().ContainSingle().Which.ErrorType.Should().Be("System.Threading.Tasks.TaskCanceledException");
    }

    [Fact]
    public async Task A_fatal_error_leaves_reported_and_unchanged()
    {
        var fatal = new InsufficientExecutionStackException();

        var left = await FluentActions.Awaiting(() => Make().RunAsync(_ => throw fatal)).Should().ThrowAsync<InsufficientExecutionStackException>();
        await FluentActions.Awaiting(() => Make().TryStartAsync(_ => throw fatal)).Should().ThrowAsync<InsufficientExecutionStackException>();

        left.Which.Should().BeSameAs(fatal);
        _sink.Reported.Select(r => r.Severity).Should().Equal(ErrorSeverity.Critical, ErrorSeverity.Critical);
    }

    [Fact]
    public async Task Waits_grow_to_their_cap_and_begin_anew_after_a_success()
    {
        var delays = new List<double>();
        var last = _time.GetUtcNow();
        var runs = 0;

        await Make(o =>
        {
            o.Multiplier = 2;
            o.MaxDelay = TimeSpan.FromSeconds(5);
        }).RunAsync(
            _ =>
            {
                delays.Add((_time.GetUtcNow() - last).TotalSeconds);
                last = _time.GetUtcNow();
                return ++runs switch
                {
                    6 => Task.CompletedTask,
                    8 => _stopping.CancelAsync(),
                    _ => throw new InvalidOperationException(),
                };
            },
            _stopping.Token).PassingTime(_time);

        delays.Should().Equal(0, 1, 2, 4, 5, 5, 0, 1);
    }

    [Fact]
    public async Task After_the_allowed_failures_in_a_row_the_last_one_leaves_unchanged()
    {
        var thrown = new List<Exception>();

        var run = Make(o => o.MaxConsecutiveFailures = 3).RunAsync(_ =>
        {
            thrown.Add(new InvalidOperationException());
            throw thrown[^1];
        });
        await FluentActions.Awaiting(() => run.PassingTime(_time)).Should().ThrowAsync<InvalidOperationException>();

        run.Exception!.InnerException.Should().BeSameAs(thrown[2]);
        _sink.Reported.Should().HaveCount(3);
    }

    [Fact]
    public async Task Nothing_that_callback_sink_or_classifier_do_gets_in_the_way()
    {
        using var never = new ManualResetEventSlim();
        var loop = new SupervisedLoop(
            new SupervisedLoopOptions { OnFailure = _ => never.Wait() },
            new BadSink(),
            new FakeClassifier(_ => throw new InvalidOperationException()),
            _time);
        var runs = 0;

        await loop.RunAsync(_ => ++runs == 4 ? _stopping.CancelAsync() : throw new UnreadableException(), _stopping.Token).PassingTime(_time);

        loop.Status.Failures.Should().Be(3);
        never.Set();
    }

    [Fact]
    public async Task Whoever_starts_a_loop_gets_the_thread_back_even_if_no_iteration_ever_waits()
    {
        var loop = Make();
        var before = Environment.CurrentManagedThreadId;
        var seen = 0;

        var run = loop.RunAsync(
            _ =>
            {
                Interlocked.CompareExchange(ref seen, Environment.CurrentManagedThreadId, 0);
                return Task.CompletedTask;
            },
            _stopping.Token);
        SpinWait.SpinUntil(() => loop.Status.Iterations > 10, TimeSpan.FromSeconds(30)).Should().BeTrue();
        await _stopping.CancelAsync();
        await run;

        Volatile.Read(ref seen).Should().NotBe(before, "the loop is on the pool");
    }

    [Fact]
    public async Task A_periodic_loop_runs_once_a_period_and_goes_on_after_a_failure()
    {
        var began = _time.GetUtcNow();
        var stamps = new List<double>();
        double Now() => (_time.GetUtcNow() - began).TotalSeconds;
        void PassTo(double seconds, int timers)
        {
            _time.Advance(TimeSpan.FromSeconds(seconds - Now()));
            SpinWait.SpinUntil(() => stamps.Count == (int)(seconds / 10) && _time.ActiveTimers == timers, TimeSpan.FromSeconds(30)).Should().BeTrue();
        }

        var loop = Make().RunPeriodicallyAsync(
            TimeSpan.FromSeconds(10),
            _ =>
            {
                stamps.Add(Now());
                return stamps.Count switch
                {
                    2 => throw new InvalidOperationException(),
                    3 => _stopping.CancelAsync(),
                    _ => Task.CompletedTask,
                };
            },
            _stopping.Token);
        PassTo(10, timers: 1);
        PassTo(20, timers: 2); // the period, and the wait after the failure
        PassTo(21, timers: 1);
        PassTo(30, timers: 0);
        await loop;

        stamps.Should().Equal(10, 20, 30);
        _sink.Reported.Should().ContainSingle();
        await FluentActions.Awaiting(() => Make().RunPeriodicallyAsync(TimeSpan.Zero, _ => Task.CompletedTask)).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_consumer_passes_over_an_item_that_fails_and_asks_for_a_source_that_fails_anew()
    {
        var sources = 0;
        var handled = new List<int>();
        var loop = Make();

        await loop.ConsumeAsync(
            _ => Source(++sources),
            (item, _) =>
            {
                handled.Add(item);
                return item == 11 ? throw new InvalidOperationException("item") : Task.CompletedTask;
            },
            _stopping.Token).PassingTime(_time);

        handled.Should().Equal(10, 11, 12, 20, 21, 22);
        _sink.Reported.Select(r => r.Message).Should().Equal("item", "source");
        (loop.Status.Iterations, loop.Status.Failures).Should().Be((5, 2));

        async IAsyncEnumerable<int> Source(int number)
        {
            for (var i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return (10 * number) + i;
            }

            if (number == 1)
            {
                throw new InvalidOperationException("source");
            }
        }
    }

    [Fact]
    public async Task A_null_task_is_a_failure_and_nothing_worse()
    {
        var runs = 0;

        await Make().RunAsync(_ => ++runs == 2 ? _stopping.CancelAsync() : null!, _stopping.Token).PassingTime(_time);

        _sink.Reported.Should().ContainSingle();
    }

    [Fact]
    public void Settings_have_bounds_and_all_mistakes_are_told_at_once()
    {
        var make = () => Make(o =>
        {
            o.Component = " ";
            o.Delay = TimeSpan.FromSeconds(61);
            o.Multiplier = 0.5;
            o.Severity = (ErrorSeverity)9;
            o.ConnectionSeverity = (ErrorSeverity)(-1);
            o.MaxConsecutiveFailures = 0;
        });

        make.Should().Throw<ArgumentException>().WithMessage("*Component must be*Delay must be at least zero and at most MaxDelay (00:01:00); it is 00:01:01*Multiplier*Severity*ConnectionSeverity*MaxConsecutiveFailures must be null, or at least 1; it is 0*");
        FluentActions.Invoking(() => Make(o => o.MaxDelay = TimeSpan.FromDays(25))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Make(o => o.Delay = TimeSpan.FromTicks(-1))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Make(o => o.Multiplier = double.NaN)).Should().Throw<ArgumentException>();
    }

    private SupervisedLoop Make(Action<SupervisedLoopOptions>? configure = null, IErrorSink? sink = null)
    {
        var options = new SupervisedLoopOptions();
        configure?.Invoke(options);
        return new SupervisedLoop(options, sink ?? _sink, timeProvider: _time);
    }

    private Func<CancellationToken, Task> Failing(Exception once)
    {
        var runs = 0;
        return _ => ++runs == 1 ? throw once : _stopping.CancelAsync();
    }

    private sealed class BadSink : IErrorSink
    {
        public void Report(in ErrorOccurrence occurrence) => throw new InvalidOperationException();

        public ErrorId Identify(Exception exception, string component) => default;
    }

    private sealed class SilentSink : IErrorSink
    {
        public void Report(in ErrorOccurrence occurrence)
        {
        }

        public ErrorId Identify(Exception exception, string component) => default;
    }
}
