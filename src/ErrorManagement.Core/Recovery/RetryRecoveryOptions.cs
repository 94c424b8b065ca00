namespace ErrorManagement.Recovery;

/// <summary>Settings of <see cref="RetryRecoveryStrategy"/>. Copied when it is built: later changes have no effect.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class RetryRecoveryOptions
{
    internal const int DefaultMaxRetries = 3;
    internal const double DefaultMultiplier = 1.5;
    internal static readonly TimeSpan DefaultInitialDelay = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(10);

    /// <summary>How often the operation is run again at most. Default 3; at least 0, inclusive: with 0 nothing is attempted.</summary>
    public int MaxRetries { get; set; } = DefaultMaxRetries;

    /// <summary>The delay before the first run. Default 100 ms; at least zero, inclusive, and at most <see cref="MaxDelay"/>.</summary>
    public TimeSpan InitialDelay { get; set; } = DefaultInitialDelay;

    /// <summary>By how much each delay grows: the one before run n is <see cref="InitialDelay"/> times this to the power n - 1. Default 1.5; at least 1, inclusive, and finite.</summary>
    public double Multiplier { get; set; } = DefaultMultiplier;

    /// <summary>The longest delay. Default 10 s; at least zero and at most 24 days, inclusive. When the other side asks for a longer one (Retry-After), the operation is not run again: what is asked for is never shortened.</summary>
    public TimeSpan MaxDelay { get; set; } = DefaultMaxDelay;

    internal RetryRecoveryOptions Copy() => (RetryRecoveryOptions)MemberwiseClone();
}
