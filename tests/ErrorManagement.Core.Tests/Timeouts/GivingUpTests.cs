using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Timeouts;

/// <summary>Operations that ignore their token, under a policy that does not wait for them.</summary>
public sealed class GivingUpTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_caller_gets_the_time_out_though_the_operation_goes_on()
    {
        var hangs = new TaskCompletionSource<int>();
        CancellationToken used = default;
        var call = Make().ExecuteAsync(token =>
        {
            used = token;
            return new ValueTask<int>(hangs.Task);
        }).AsTask();

        _time.Advance(Second);

        var error = (await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<CallTimeoutException>()).Which;
        error.InnerException.Should().BeOfType<TimeoutException>().Which.InnerException.Should().BeNull("nothing was thrown");
        SpinWait.SpinUntil(() => used.IsCancellationRequested, TimeSpan.FromSeconds(30)).Should().BeTrue("the operation is told all the same");
        hangs.SetResult(1);
        _time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task A_time_of_parts_of_a_millisecond_is_not_over_early()
    {
        var hangs = new TaskCompletionSource<int>();
        var call = new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromMicroseconds(1_500), GivesUpWaiting = true }, _time).ExecuteAsync(_ => new ValueTask<int>(hangs.Task)).AsTask();

        _time.Advance(TimeSpan.FromTicks(14_999));
        _time.ActiveTimers.Should().Be(2, "both the wait and the token run on");
        _time.Advance(TimeSpan.FromTicks(5_001));

        await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<CallTimeoutException>();
    }

    [Fact]
    public async Task A_callback_that_blocks_the_cancellation_holds_the_caller_not_up()
    {
        using var release = new ManualResetEventSlim();
        var hangs = new TaskCompletionSource<int>();
        var policy = new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromMilliseconds(50), GivesUpWaiting = true });

        var call = policy.ExecuteAsync(async token =>
        {
            await Task.Yield();
            token.Register(() => release.Wait(TimeSpan.FromSeconds(60)));
            return await hangs.Task;
        }).AsTask();

        await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<CallTimeoutException>();
        release.Set();
        hangs.SetResult(1);
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_waited_for_either_and_stays_his()
    {
        using var source = new CancellationTokenSource();
        var hangs = new TaskCompletionSource<int>();
        CancellationToken used = default;
        var call = Make().ExecuteAsync(
            token =>
            {
                used = token;
                return new ValueTask<int>(hangs.Task);
            },
            source.Token).AsTask();

        await source.CancelAsync();

        (await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        SpinWait.SpinUntil(() => used.IsCancellationRequested, TimeSpan.FromSeconds(30)).Should().BeTrue("the operation is told, on a thread that the caller does not wait for");
        SpinWait.SpinUntil(() => _time.ActiveTimers == 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
        hangs.SetResult(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_result_is_disposed(bool fails)
    {
        var late = new TaskCompletionSource<IDisposable>();
        var disposed = new TaskCompletionSource();
        var call = Make().ExecuteAsync(_ => new ValueTask<IDisposable>(late.Task)).AsTask();
        _time.Advance(Second);
        await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<CallTimeoutException>();

        late.SetResult(new Resource(disposed, fails));

        await disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_late_result_that_is_disposed_asynchronously_is_too()
    {
        var late = new TaskCompletionSource<IAsyncDisposable>();
        var disposed = new TaskCompletionSource();
        var call = Make().ExecuteAsync(_ => new ValueTask<IAsyncDisposable>(late.Task)).AsTask();
        _time.Advance(Second);
        await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<CallTimeoutException>();

        late.SetResult(new AsyncResource(disposed));

        await disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_is_done_in_time_is_as_ever_and_its_result_stays_whole()
    {
        var disposed = new TaskCompletionSource();
        var inTime = new TaskCompletionSource<IDisposable>();
        var resource = new Resource(disposed, fails: false);
        var policy = Make();
        var call = policy.ExecuteAsync(_ => new ValueTask<IDisposable>(inTime.Task)).AsTask();

        inTime.SetResult(resource);

        (await call.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeSameAs(resource);
        disposed.Task.IsCompleted.Should().BeFalse();
        var failure = new FormatException();
        (await FluentActions.Awaiting(() => policy.ExecuteAsync<int>(async _ =>
        {
            await Task.Yield();
            throw failure;
        }).AsTask()).Should().ThrowAsync<FormatException>()).Which.Should().BeSameAs(failure);
        await Task.Yield(); // this goes on inside the end of the wait, which has to return before its timer is gone
        SpinWait.SpinUntil(() => _time.ActiveTimers == 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
    }

    [Fact]
    public async Task The_host_is_told_that_the_operation_was_left_running()
    {
        var told = new TaskCompletionSource<CallTimedOut>();
        var hangs = new TaskCompletionSource<int>();
        var call = Make(told.SetResult).ExecuteAsync(_ => new ValueTask<int>(hangs.Task)).AsTask();

        _time.Advance(Second);

        await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<CallTimeoutException>();
        (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).GaveUpWaiting.Should().BeTrue();
        hangs.SetException(new InvalidOperationException("observed"));
    }

    private TimeoutPolicy Make(Action<CallTimedOut>? onTimeout = null) => new(new TimeoutOptions { Timeout = Second, GivesUpWaiting = true, OnTimeout = onTimeout }, _time);

    private sealed class Resource(TaskCompletionSource disposed, bool fails) : IDisposable
    {
        public void Dispose()
        {
            disposed.SetResult();
            if (fails)
            {
                throw new InvalidOperationException("swallowed");
            }
        }
    }

    private sealed class AsyncResource(TaskCompletionSource disposed) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            disposed.SetResult();
        }
    }
}
