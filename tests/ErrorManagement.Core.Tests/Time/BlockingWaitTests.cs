using ErrorManagement.TestKit;
using ErrorManagement.Time;

namespace ErrorManagement.Core.Tests.Time;

public sealed class BlockingWaitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task It_ends_when_the_time_providers_timer_fires_and_not_before()
    {
        var wait = Task.Run(() => BlockingWait.For(TimeSpan.FromSeconds(5), _time, default));
        SpinWait.SpinUntil(() => _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();

        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        _time.ActiveTimers.Should().Be(1);
        _time.Advance(TimeSpan.FromTicks(1));

        await wait.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task It_ends_when_the_caller_gives_up_and_leaves_no_timer()
    {
        using var source = new CancellationTokenSource();
        var wait = Task.Run(() => BlockingWait.For(TimeSpan.FromSeconds(5), _time, source.Token));
        SpinWait.SpinUntil(() => _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();

        await source.CancelAsync();

        (await FluentActions.Awaiting(() => wait).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        _time.ActiveTimers.Should().Be(0);
    }
}
