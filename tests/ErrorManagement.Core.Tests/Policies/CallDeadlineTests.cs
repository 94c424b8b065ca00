using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Policies;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Policies;

public sealed class CallDeadlineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_deadline_cancels_its_token_then_and_tells_the_time_left_until()
    {
        using var deadline = CallDeadline.After(2 * Second, _time);

        CallDeadline.TimeLeft(deadline.Token).Should().Be(2 * Second);
        _time.Advance(1.5 * Second);
        CallDeadline.TimeLeft(deadline.Token).Should().Be(0.5 * Second);
        deadline.Remaining.Should().Be(0.5 * Second);
        deadline.Token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(0.5 * Second);
        deadline.Token.IsCancellationRequested.Should().BeTrue();
        CallDeadline.TimeLeft(deadline.Token).Should().Be(TimeSpan.Zero);
        _time.Advance(Second);
        deadline.Remaining.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void The_nearest_end_counts_of_a_deadline_in_a_deadline()
    {
        using var outer = CallDeadline.After(3 * Second, _time);
        using var longer = CallDeadline.After(5 * Second, _time, outer.Token);
        using var shorter = CallDeadline.After(Second, _time, longer.Token);

        CallDeadline.TimeLeft(longer.Token).Should().Be(3 * Second);
        longer.Remaining.Should().Be(3 * Second);
        CallDeadline.TimeLeft(shorter.Token).Should().Be(Second);
        _time.Advance(Second);
        shorter.Token.IsCancellationRequested.Should().BeTrue();
        longer.Token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(2 * Second);
        longer.Token.IsCancellationRequested.Should().BeTrue("it follows the outer one");
    }

    [Fact]
    public async Task The_callers_cancellation_leaves_no_time()
    {
        using var source = new CancellationTokenSource();
        using var deadline = CallDeadline.After(2 * Second, _time, source.Token);

        await source.CancelAsync();

        deadline.Token.IsCancellationRequested.Should().BeTrue();
        CallDeadline.TimeLeft(deadline.Token).Should().Be(TimeSpan.Zero);
        deadline.Remaining.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Nothing_is_known_of_other_tokens()
    {
        using var source = new CancellationTokenSource(2 * Second, _time);
        using var deadline = CallDeadline.After(2 * Second, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);

        CallDeadline.TimeLeft(CancellationToken.None).Should().BeNull();
        CallDeadline.TimeLeft(source.Token).Should().BeNull();
        CallDeadline.TimeLeft(linked.Token).Should().BeNull();
        CallDeadline.TimeLeft(new CancellationToken(canceled: true)).Should().BeNull();
    }

    [Fact]
    public void After_its_end_the_token_says_nothing_and_no_timer_is_left()
    {
        using var source = new CancellationTokenSource();
        var deadline = CallDeadline.After(2 * Second, _time, source.Token);
        var token = deadline.Token;

        deadline.Dispose();
        deadline.Dispose();

        CallDeadline.TimeLeft(token).Should().BeNull();
        _time.ActiveTimers.Should().Be(0);
        source.Cancel();
        token.IsCancellationRequested.Should().BeFalse("it follows nobody any more");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData((24 * TimeSpan.TicksPerDay) + 1)]
    public void A_time_outside_its_bounds_is_refused(long ticks) =>
        FluentActions.Invoking(() => CallDeadline.After(TimeSpan.FromTicks(ticks))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*at least zero and at most 24 days*");

    [Fact]
    public void A_request_that_came_too_late_is_cancelled_from_the_start()
    {
        using var deadline = CallDeadline.After(TimeSpan.Zero, _time);

        deadline.Token.IsCancellationRequested.Should().BeTrue();
        CallDeadline.TimeLeft(deadline.Token).Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(30_000, true)] // pooled and swept
    [InlineData(400, true)] // pooled, with a timer of its own
    [InlineData(30_000, false)]
    public async Task A_time_out_around_a_call_tells_it_what_is_left(int milliseconds, bool systemClock)
    {
        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        var policy = new TimeoutPolicy(new TimeoutOptions { Timeout = timeout }, systemClock ? TimeProvider.System : _time);
        using var near = CallDeadline.After(timeout / 2, _time);
        CancellationToken used = default;

        for (var i = 0; i < 3; i++)
        {
            var left = await policy.ExecuteAsync(token =>
            {
                used = token;
                return new ValueTask<TimeSpan?>(CallDeadline.TimeLeft(token));
            });
            left.Should().BeGreaterThan(timeout - (10 * Second)).And.BeLessThanOrEqualTo(timeout);
            policy.Execute((_, token) => CallDeadline.TimeLeft(token), 0, near.Token).Should().BeLessThanOrEqualTo(timeout / 2, "the caller has no more than that");
        }

        CallDeadline.TimeLeft(used).Should().BeNull("the call is over");
    }

    [Fact]
    public async Task The_end_of_a_callers_deadline_is_his_cancellation_and_neutral_for_a_breaker()
    {
        var breaker = new CircuitBreaker(options: new CircuitBreakerOptions { FailureThreshold = 1 }, timeProvider: _time);
        using var deadline = CallDeadline.After(Second, _time);
        var call = breaker.ExecuteAsync(
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                return 1;
            },
            deadline.Token).AsTask();

        _time.Advance(Second);

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(deadline.Token);
        breaker.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Forgotten_ones_are_dropped_from_the_list()
    {
        var list = new TimedTokens();

        for (var round = 0; round < 50; round++)
        {
            AddForgotten(list, 1_000);
            GC.Collect();
        }

        list.Count.Should().BeLessThan(5_000);
    }

    [Fact]
    public void What_is_added_is_found_until_it_is_removed_whatever_else_comes_and_goes()
    {
        var list = new TimedTokens();
        using var source = new CancellationTokenSource();
        var kept = new KnownToken(Second, source.Token);
        list.Add(kept);

        AddForgotten(list, 20_000);
        GC.Collect();
        AddForgotten(list, 20_000);

        list.TimeLeft(source.Token).Should().Be(Second);
        list.Remove(kept);
        list.Remove(kept);
        list.TimeLeft(source.Token).Should().BeNull();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddForgotten(TimedTokens list, int times)
    {
        for (var i = 0; i < times; i++)
        {
            list.Add(new KnownToken(Second, new CancellationTokenSource().Token));
        }
    }

    private sealed record KnownToken(TimeSpan? OwnTimeLeft, CancellationToken Token) : ITimedToken
    {
        public CancellationToken Followed => default;
    }
}
