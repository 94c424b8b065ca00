using ErrorManagement.CircuitBreakers;
using ErrorManagement.Families.Observability;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>How a channel has done, and how long it rests after a failure. Decides, and does nothing; for one thread at a time.</summary>
/// <param name="name">The name of the channel.</param>
internal sealed class AlertChannelRecord(string name)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LossInterval = TimeSpan.FromMinutes(1);

    private int _failuresOfChannel;
    private long _lossTold;
    private long? _lossToldAt;

    public AlertChannelStatus Status { get; private set; } = new() { Name = name };

    /// <summary>It was told of a notice.</summary>
    /// <returns>How many failures in a row came before.</returns>
    public int Sent(DateTimeOffset now)
    {
        var failures = Status.FailuresInARow;
        _failuresOfChannel = 0;
        Status = Status with { Sent = Status.Sent + 1, LastSentAt = now, FailuresInARow = 0, IsHanging = false };
        return failures;
    }

    /// <summary>A sending failed, or takes too long.</summary>
    /// <returns>How many failures in a row there are now.</returns>
    public int Failed(Exception failure, DateTimeOffset now, bool isHanging)
    {
        var failures = Status.FailuresInARow + 1;
        Status = Status with { Failed = Status.Failed + 1, FailuresInARow = failures, IsHanging = isHanging, LastFailure = failure.GetType().FullName ?? "", LastFailureAt = now };
        return failures;
    }

    /// <summary>How long it rests after a failure that was noted: longer each time.</summary>
    public TimeSpan Rest(Exception failure)
    {
        Status = Status with { IsHanging = false };
        _failuresOfChannel = IsOfMessage(failure) ? 1 : _failuresOfChannel + 1;
        var doublings = Math.Min(_failuresOfChannel - 1, 10);
        return TimeSpan.FromTicks(Math.Min(FirstRest.Ticks << doublings, LongestRest.Ticks));
    }

    /// <summary>How many notices were lost since that was last told; 0 when it is not to be told now: at most once a minute.</summary>
    /// <param name="lost">How many were lost ever.</param>
    /// <param name="now">The steady clock; null when it is told for the last time.</param>
    public long LossToTell(long lost, long? now)
    {
        var count = lost - _lossTold;
        if (count == 0 || now - _lossToldAt < LossInterval.Ticks)
        {
            return 0;
        }

        _lossTold = lost;
        _lossToldAt = now;
        return count;
    }

    /// <summary>Whether the receiver is there and refuses this message alone: other alerts must not wait longer and longer for it.</summary>
    private static bool IsOfMessage(Exception failure) => failure is AlertChannelException { InnerException: ChannelTryException { Verdict: CircuitVerdict.Success } };
}
