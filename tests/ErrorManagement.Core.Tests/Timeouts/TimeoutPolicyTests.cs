using ErrorManagement.Families.Resilience;
using ErrorManagement.Pipelines;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Timeouts;

public sealed class TimeoutPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_operation_that_watches_its_token_ends_with_the_policys_own_exception()
    {
        // D10 006, D13
        var policy = Make(2 * Second);
        var call = policy.ExecuteAsync(WaitForTokenAsync).AsTask();

        _time.Advance((2 * Second) - TimeSpan.FromTicks(1));
        call.IsCompleted.Should().BeFalse("a time-out is never early");
        _time.Advance(TimeSpan.FromTicks(1));

        var error = (await FluentActions.Awaiting(() => call).Should().ThrowAsync<CallTimeoutException>()).Which;
        error.Code.ToString().Should().Be("EM-RES-006");
        error.Timeout.Should().Be(2 * Second);
        error.PolicyName.Should().Be("timeout");
        error.Category.Should().Be(ErrorCategory.Transient);
        error.Severity.Should().Be(ErrorSeverity.Warning);
        error.IsRejection.Should().BeFalse();
        error.Message.Should().Contain("2 s");
        error.InnerException.Should().BeOfType<TimeoutException>().Which.InnerException.Should().BeAssignableTo<OperationCanceledException>();
        error.Should().BeAssignableTo<ResilienceException>();
        _time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task The_synchronous_form_does_the_same()
    {
        var policy = Make(2 * Second);
        var call = Task.Run(() => policy.Execute(static (_, token) => token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)) ? Throw(token) : 0, 0));

        SpinWait.SpinUntil(() => _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
        _time.Advance(2 * Second);

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<CallTimeoutException>();

        static int Throw(CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            return 0;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_callers_cancellation_is_told_apart_and_carries_the_callers_token(bool systemClock)
    {
        // D9, [80]
        using var source = new CancellationTokenSource();
        var policy = systemClock ? new TimeoutPolicy() : Make(2 * Second);
        var call = policy.ExecuteAsync(WaitForTokenAsync, source.Token).AsTask();

        await source.CancelAsync();

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        _time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Who_was_first_decides_a_caller_who_cancels_after_the_time_is_over_gets_the_time_out()
    {
        using var source = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        var policy = Make(Second);
        var call = policy.ExecuteAsync<int>(
            async token =>
            {
                await release.Task;
                throw new OperationCanceledException(token);
            },
            source.Token).AsTask();

        _time.Advance(Second);
        await source.CancelAsync();
        release.SetResult();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<CallTimeoutException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_callers_cancellation_carries_the_callers_token_though_a_retry_inside_had_seen_a_time_out(bool synchronous)
    {
        // D9, [80]: the retry's cancellation holds the failure of the try before it, here a TimeoutException
        using var source = new CancellationTokenSource();
        var pipeline = new PipelineBuilder(timeProvider: _time).Timeout(Second).Retry(o => o.InitialDelay = TimeSpan.Zero).Build();

        var error = await Record.ExceptionAsync(async () => _ = synchronous ? pipeline.Execute(Fail, source.Token) : await pipeline.ExecuteAsync(token => new ValueTask<int>(Fail(token)), source.Token));

        error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(source.Token);
        AttemptLedger.Of(error!).Should().ContainSingle().Which.ErrorType.Should().Be("System.TimeoutException");

        int Fail(CancellationToken token)
        {
            source.Cancel();
            throw new TimeoutException();
        }
    }

    [Fact]
    public void A_synchronous_call_whose_clean_up_throws_ends_with_that_and_is_counted_as_no_time_out()
    {
        using var told = new ManualResetEventSlim();
        var policy = new TimeoutPolicy(new TimeoutOptions { Timeout = Second, OnTimeout = _ => told.Set() }, _time);
        var mine = new IOException();

        FluentActions.Invoking(() => policy.Execute(Run)).Should().Throw<IOException>().Which.Should().BeSameAs(mine);
        told.IsSet.Should().BeFalse();
        FluentActions.Invoking(() => policy.Execute(End)).Should().Throw<CallTimeoutException>();
        told.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();

        int End(CancellationToken token)
        {
            _time.Advance(Second);
            token.ThrowIfCancellationRequested();
            return 0;
        }

        int Run(CancellationToken token)
        {
            using var cleanUp = new CleanUp(() => throw mine);
            return End(token);
        }
    }

    [Fact]
    public async Task Who_was_first_decides_a_time_that_ends_after_the_caller_cancelled_is_the_callers_cancellation()
    {
        using var source = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        var policy = Make(Second);
        var call = policy.ExecuteAsync<int>(
            async token =>
            {
                await release.Task;
                throw new OperationCanceledException(token);
            },
            source.Token).AsTask();

        await source.CancelAsync();
        _time.Advance(Second);
        release.SetResult();

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
    }

    [Fact]
    public async Task A_late_result_is_returned()
    {
        var release = new TaskCompletionSource<int>();
        var policy = Make(Second);
        var call = policy.ExecuteAsync(async _ => await release.Task);

        _time.Advance(5 * Second);
        release.SetResult(42);

        (await call).Should().Be(42);
    }

    [Fact]
    public async Task The_operations_own_exception_leaves_unchanged_even_when_it_comes_late()
    {
        var failure = new InvalidOperationException();
        var release = new TaskCompletionSource<int>();
        var policy = Make(Second);
        var call = policy.ExecuteAsync(async _ => await release.Task).AsTask();

        _time.Advance(5 * Second);
        release.SetException(failure);

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
    }

    [Fact]
    public async Task A_cancellation_of_the_operations_own_making_leaves_unchanged()
    {
        var failure = new OperationCanceledException("changed my mind");

        var error = await FluentActions.Awaiting(() => Make(Second).ExecuteAsync<int>(_ => throw failure).AsTask()).Should().ThrowAsync<OperationCanceledException>();

        error.Which.Should().BeSameAs(failure);
    }

    [Fact]
    public async Task Cancelled_before_the_start_the_operation_never_runs()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var ran = false;

        var call = FluentActions.Awaiting(() => Make(Second).ExecuteAsync(async _ => ran = true, source.Token).AsTask());

        (await call.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        ran.Should().BeFalse();
        _time.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(600)]
    public async Task On_the_systems_clock_both_the_exact_and_the_swept_way_end_a_call(int milliseconds)
    {
        var policy = new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromMilliseconds(milliseconds) });

        // Twice: what one call used up is not given to the next.
        for (var i = 0; i < 2; i++)
        {
            await FluentActions.Awaiting(() => policy.ExecuteAsync(WaitForTokenAsync).AsTask().WaitAsync(TimeSpan.FromSeconds(60))).Should().ThrowAsync<CallTimeoutException>();
            (await policy.ExecuteAsync(async token => token.IsCancellationRequested)).Should().BeFalse();
        }
    }

    [Fact]
    public async Task Many_calls_at_once_all_end_more_than_the_pool_holds()
    {
        var policy = new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromMilliseconds(700) });

        var calls = Enumerable.Range(0, 3_000).Select(_ => policy.ExecuteAsync(WaitForTokenAsync).AsTask()).ToArray();

        await FluentActions.Awaiting(() => Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(120))).Should().ThrowAsync<CallTimeoutException>();
        calls.Should().AllSatisfy(call => call.Exception!.InnerException.Should().BeOfType<CallTimeoutException>());
    }

    [Fact]
    public async Task No_call_is_given_a_token_that_belongs_to_another_one()
    {
        // Callers that cancel, calls that end in time and failures share one pool.
        var policy = new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromSeconds(100) });
        var wrong = 0;

        await Parallel.ForAsync(0, 4_000, async (number, _) =>
        {
            using var source = new CancellationTokenSource();
            var mode = number % 4;
            try
            {
                await policy.ExecuteAsync(
                    async token =>
                    {
                        if (token.IsCancellationRequested)
                        {
                            Interlocked.Increment(ref wrong);
                        }

                        using var leftBehind = mode == 3 ? default : token.Register(static () => { });
                        if (mode == 1)
                        {
                            await source.CancelAsync();
                            token.ThrowIfCancellationRequested();
                            Interlocked.Increment(ref wrong);
                        }
                        else if (mode == 2)
                        {
                            await Task.Yield();
                            throw new FormatException();
                        }
                        else if (mode == 3)
                        {
                            token.Register(() => Interlocked.Increment(ref wrong)); // left on the token when the call ends
                            await Task.Yield();
                        }

                        if (token.IsCancellationRequested)
                        {
                            Interlocked.Increment(ref wrong);
                        }
                    },
                    source.Token);
            }
            catch (OperationCanceledException e) when (mode == 1 && e.CancellationToken == source.Token)
            {
            }
            catch (FormatException) when (mode == 2)
            {
            }
        });

        wrong.Should().Be(0);
    }

    [Fact]
    public void Options_are_copied_and_all_mistakes_told_at_once()
    {
        var options = new TimeoutOptions { Timeout = Second };
        var policy = new TimeoutPolicy(options);
        options.Timeout = 5 * Second;

        policy.Timeout.Should().Be(Second);
        policy.ToString().Should().Be("timeout(1 s)");
        new TimeoutOptions().Timeout.Should().Be(30 * Second);
        FluentActions.Invoking(() => new TimeoutPolicy(new TimeoutOptions { Name = "", Timeout = TimeSpan.Zero })).Should().Throw<ArgumentException>()
            .WithMessage("*Name must be*").WithMessage("*Timeout must be more than zero and at most 24 days, or Timeout.InfiniteTimeSpan for none; it is 00:00:00.*");
        FluentActions.Invoking(() => new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromDays(24) })).Should().NotThrow();
        FluentActions.Invoking(() => new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromDays(24) + TimeSpan.FromTicks(1) })).Should().Throw<ArgumentException>();
    }

    private static async ValueTask<int> WaitForTokenAsync(CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        return 0;
    }

    private TimeoutPolicy Make(TimeSpan timeout) => new(new TimeoutOptions { Timeout = timeout }, _time);

    private sealed class CleanUp(Action act) : IDisposable
    {
        public void Dispose() => act();
    }
}
