namespace ErrorManagement.Timeouts;

/// <summary>Settings of a time-out. Copied when a policy is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class TimeoutOptions
{
    internal const string DefaultName = "timeout";
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    // What timers take, rounded down to whole days.
    internal static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    /// <summary>The name that exceptions carry. Default <c>timeout</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>How long a call may take before its token is cancelled. Default 30 s; more than zero, exclusive, and at most 24 days, inclusive, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no time-out at all.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>
    /// Says before each call how long that one may take. Default null: <see cref="Timeout"/>, which also holds where it returns null, a time that is not more than zero,
    /// or throws; more than 24 days are 24 days; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is no time-out. Asked on the caller's thread, before the operation: to be quick.
    /// A call whose time is not that of <see cref="Timeout"/> has a timer of its own.
    /// </summary>
    public Func<TimeSpan?>? TimeoutGenerator { get; set; }

    /// <summary>
    /// Whether the caller of an asynchronous call gets the <see cref="CallTimeoutException"/> when the time is over though the operation goes on, and its cancellation though the
    /// operation ignores it. Default false: the operation is waited for. What it still returns is disposed, what it still throws is observed. Each call then has a timer of its own.
    /// It is the operation's task that is no longer waited for: one that blocks the thread before its first await, and synchronous calls, are waited for in any case.
    /// </summary>
    public bool GivesUpWaiting { get; set; }

    /// <summary>Told of each call that timed out, in order, one at a time, on another thread; what it throws is swallowed. Default null: nobody. When 1,024 wait, further ones are dropped, see <see cref="TimeoutPolicy.DroppedEvents"/>.</summary>
    public Action<CallTimedOut>? OnTimeout { get; set; }

    internal TimeoutOptions Copy() => (TimeoutOptions)MemberwiseClone();
}
