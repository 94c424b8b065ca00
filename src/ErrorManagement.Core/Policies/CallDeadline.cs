using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement;

/// <summary>The time until which a call is worth something, as a token that is cancelled then, and that tells policies how much of it is left.</summary>
/// <remarks>
/// <para>
/// Made by the host where a request comes in: <c>using var deadline = CallDeadline.After(TimeSpan.FromSeconds(2), cancellationToken)</c>, with
/// <see cref="Token"/> as the caller's token of all calls below. Its end is the caller giving up: an <see cref="OperationCanceledException"/>
/// leaves, a breaker takes it as neither success nor failure, and a retry does not repeat it. A time-out policy is the other way round: its end
/// is the dependency's failure.
/// </para>
/// <para>Safe on any thread. To be disposed when the request is over; the token says nothing from then on.</para>
/// </remarks>
public sealed class CallDeadline : ITimedToken, IDisposable
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly CancellationToken _followed;
    private readonly MonotonicClock _clock;
    private readonly long _end;
    private int _isDisposed;

    private CallDeadline(TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _clock = new MonotonicClock(timeProvider);
        _end = _clock.Now + time.Ticks;
        _source = new CancellationTokenSource(ReferenceEquals(timeProvider, TimeProvider.System) ? Backoff.WholeMilliseconds(time) : time, timeProvider); // the system's timers cut off what is less
        _followed = cancellationToken;
        Token = _source.Token;
        _caller = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        TimedTokens.Shared.Add(this);
    }

    /// <summary>Cancelled when the time is over or the token it was made with is cancelled, whichever comes first.</summary>
    public CancellationToken Token { get; }

    /// <summary>How much time is left, to the resolution of the clock (16 ms on the system's); zero when it is over or the call was cancelled. That of an outer deadline, where it ends first.</summary>
    public TimeSpan Remaining => Token.IsCancellationRequested ? TimeSpan.Zero
        : TimedTokens.Shared.TimeLeft(_followed) is { } outer && outer < OwnTimeLeft() ? outer
        : OwnTimeLeft();

    CancellationToken ITimedToken.Followed => _followed;

    TimeSpan? ITimedToken.OwnTimeLeft => OwnTimeLeft();

    /// <summary>Starts the time, on the system's clock.</summary>
    /// <param name="time">How long from now on; at least zero and at most 24 days, inclusive. Zero: the token is cancelled already, as for a request that came too late.</param>
    /// <param name="cancellationToken">A token that ends the call, too, for instance the request's own.</param>
    /// <returns>The deadline, to be disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside its bounds.</exception>
    public static CallDeadline After(TimeSpan time, CancellationToken cancellationToken = default) => After(time, TimeProvider.System, cancellationToken);

    /// <summary>Starts the time, on a clock of the host's.</summary>
    /// <param name="time">How long from now on; at least zero and at most 24 days, inclusive. Zero: the token is cancelled already, as for a request that came too late.</param>
    /// <param name="timeProvider">Its clock and timer.</param>
    /// <param name="cancellationToken">A token that ends the call, too, for instance the request's own.</param>
    /// <returns>The deadline, to be disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside its bounds.</exception>
    public static CallDeadline After(TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (time < TimeSpan.Zero || time > Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "The time of a call must be at least zero and at most 24 days.");
        }

        return new CallDeadline(time, timeProvider, cancellationToken);
    }

    /// <summary>What is known of the time that a token leaves: that of a <see cref="CallDeadline"/>, or of the call that a time-out policy around this one makes. The nearest end counts, where one is inside the other.</summary>
    /// <param name="token">The token that a call was given.</param>
    /// <returns>The time left, at least zero; null when nothing is known, as of a token of <see cref="CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, CancellationToken)"/> or of a deadline that was disposed.</returns>
    public static TimeSpan? TimeLeft(CancellationToken token)
    {
        var left = TimedTokens.Shared.TimeLeft(token);
        return left is not null && token.IsCancellationRequested ? TimeSpan.Zero : left;
    }

    /// <summary>Ends timer and following. It cancels nothing. May be called again.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            TimedTokens.Shared.Remove(this);
            _caller.Dispose();
            _source.Dispose();
        }
    }

    private TimeSpan OwnTimeLeft() => TimeSpan.FromTicks(Math.Max(0, _end - _clock.Now));
}
