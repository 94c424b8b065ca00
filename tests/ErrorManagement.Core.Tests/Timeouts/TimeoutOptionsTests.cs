using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Timeouts;

/// <summary>Times of a call's own, no time at all, and what a host is told.</summary>
public sealed class TimeoutOptionsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    public static TheoryData<TimeSpan?, TimeSpan> Generated => new()
    {
        { null, 5 * Second },
        { TimeSpan.Zero, 5 * Second },
        { -Second, 5 * Second },
        { TimeSpan.MinValue, 5 * Second },
        { Second, Second },
        { TimeSpan.FromTicks(1), TimeSpan.FromTicks(1) },
        { 9 * Second, 9 * Second },
        { TimeSpan.MaxValue, TimeSpan.FromDays(24) },
    };

    [Theory]
    [MemberData(nameof(Generated))]
    public async Task A_generator_says_how_long_a_call_may_take_within_bounds(TimeSpan? generated, TimeSpan expected)
    {
        var policy = Make(o => o.TimeoutGenerator = () => generated);
        var call = policy.ExecuteAsync(WaitForTokenAsync).AsTask();

        _time.Advance(expected - TimeSpan.FromTicks(1));
        call.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<CallTimeoutException>()).Which.Timeout.Should().Be(expected);
        policy.Execute((_, token) => CallDeadline.TimeLeft(token), 0).Should().Be(expected, "the synchronous form asks, too");
        _time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task A_generator_that_throws_has_not_spoken()
    {
        var policy = Make(o => o.TimeoutGenerator = static () => throw new FormatException());

        (await policy.ExecuteAsync(token => new ValueTask<TimeSpan?>(CallDeadline.TimeLeft(token)))).Should().Be(5 * Second);
    }

    [Fact]
    public async Task On_the_systems_clock_a_time_of_its_own_ends_the_call_and_the_next_one_has_the_policys()
    {
        TimeSpan? next = TimeSpan.FromMilliseconds(30);
        var policy = new TimeoutPolicy(new TimeoutOptions { TimeoutGenerator = () => next });

        await FluentActions.Awaiting(() => policy.ExecuteAsync(WaitForTokenAsync).AsTask().WaitAsync(TimeSpan.FromSeconds(60))).Should().ThrowAsync<CallTimeoutException>();
        next = null;

        (await policy.ExecuteAsync(token => new ValueTask<TimeSpan?>(CallDeadline.TimeLeft(token)))).Should().BeGreaterThan(10 * Second);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_the_systems_clock_a_time_of_parts_of_a_millisecond_is_not_over_before_it_began(bool generated)
    {
        var least = TimeSpan.FromTicks(1);
        var policy = new TimeoutPolicy(generated ? new TimeoutOptions { TimeoutGenerator = () => least } : new TimeoutOptions { Timeout = least });

        // A thread may lose the processor for as long, so that one call alone says little.
        Enumerable.Range(0, 1_000).Any(_ => !policy.Execute(token => token.IsCancellationRequested)).Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_an_end_the_call_is_given_the_callers_token(bool generated)
    {
        using var source = new CancellationTokenSource();
        var policy = Make(o =>
        {
            o.Timeout = generated ? Second : Timeout.InfiniteTimeSpan;
            o.TimeoutGenerator = generated ? static () => Timeout.InfiniteTimeSpan : null;
        });

        (await policy.ExecuteAsync(token => new ValueTask<bool>(token == source.Token), source.Token)).Should().BeTrue();
        policy.Execute((_, token) => token == source.Token, 0, source.Token).Should().BeTrue();
        policy.Execute((_, token) => token.CanBeCanceled, 0).Should().BeFalse();
        var failure = new FormatException();
        (await FluentActions.Awaiting(() => policy.ExecuteAsync<int>(_ => throw failure).AsTask()).Should().ThrowAsync<FormatException>()).Which.Should().BeSameAs(failure);
        _time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public void It_says_what_it_does()
    {
        Make().ToString().Should().Be("timeout(5 s)");
        Make(o => o.Timeout = Timeout.InfiniteTimeSpan).ToString().Should().Be("timeout(none)");
        Make(o => (o.TimeoutGenerator, o.GivesUpWaiting) = (static () => null, true)).ToString().Should().Be("timeout(5 s or as generated, gives up waiting)");
    }

    [Fact]
    public async Task The_host_is_told_of_each_call_that_timed_out_and_cannot_be_in_the_way()
    {
        var told = new TaskCompletionSource<CallTimedOut>();
        using var blocked = new ManualResetEventSlim();
        var policy = Make(o => o.OnTimeout = e =>
        {
            told.TrySetResult(e);
            blocked.Wait(TimeSpan.FromSeconds(30));
            throw new InvalidOperationException("swallowed");
        });
        var at = _time.GetUtcNow() + (5 * Second);

        for (var i = 0; i < 3; i++)
        {
            var call = policy.ExecuteAsync(WaitForTokenAsync).AsTask();
            _time.Advance(5 * Second);
            await FluentActions.Awaiting(() => call.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<CallTimeoutException>();
        }

        (await told.Task).Should().Be(new CallTimedOut("timeout", 5 * Second, GaveUpWaiting: false, at));
        policy.DroppedEvents.Should().Be(0);
        blocked.Set();
    }

    [Fact] // [80]
    public async Task A_cancellation_wrapped_as_a_blocking_wait_throws_it_is_the_time_out_too()
    {
        var policy = Make();
        var call = Task.Run(() => policy.Execute((_, token) => WaitForTokenAsync(token).AsTask().Wait(TimeSpan.FromSeconds(30), CancellationToken.None), 0));

        SpinWait.SpinUntil(() => _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
        _time.Advance(5 * Second);

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<CallTimeoutException>()).Which.InnerException!.InnerException.Should().BeOfType<AggregateException>();
    }

    [Fact]
    public async Task A_cancellation_without_a_token_after_the_time_is_the_time_out()
    {
        var release = new TaskCompletionSource();
        var call = Make().ExecuteAsync<int>(async _ =>
        {
            await release.Task;
            throw new TaskCanceledException();
        }).AsTask();

        _time.Advance(5 * Second);
        release.SetResult();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<CallTimeoutException>();
    }

    private static async ValueTask<int> WaitForTokenAsync(CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        return 0;
    }

    private TimeoutPolicy Make(Action<TimeoutOptions>? configure = null)
    {
        var options = new TimeoutOptions { Timeout = 5 * Second };
        configure?.Invoke(options);
        return new TimeoutPolicy(options, _time);
    }
}
