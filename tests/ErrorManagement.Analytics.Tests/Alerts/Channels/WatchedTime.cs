using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

/// <summary>A fake clock that tells when a timer of a certain length is made, so that a test can wait for the wait.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<(Predicate<TimeSpan> Matches, TaskCompletionSource Made)> _awaited = [];

    public FakeTimeProvider Clock { get; } = new();

    public override long TimestampFrequency => Clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => Clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow();

    public override long GetTimestamp() => Clock.GetTimestamp();

    /// <summary>Ends when a timer is made from now on whose length matches.</summary>
    public Task NextTimer(Predicate<TimeSpan> matches)
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited.Add((matches, made));
        }

        return made.Task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = Clock.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            foreach (var (_, made) in _awaited.Where(a => a.Matches(dueTime)))
            {
                made.TrySetResult();
            }

            _awaited.RemoveAll(a => a.Made.Task.IsCompleted);
        }

        return timer;
    }
}
