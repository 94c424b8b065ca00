namespace ErrorManagement.Recovery;

/// <summary>Settings of <see cref="RecoveryActions"/>. Copied when they are built: later changes have no effect.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class RecoveryActionOptions
{
    internal const int DefaultHistorySize = 100;
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a run may take. Default 30 s; more than zero and at most 24 days; null for no limit. When it is over, all who wait are told so and the handler's token is cancelled.
    /// A handler that does not obey keeps its target until it ends: those who come meanwhile are told at once that it timed out.
    /// </summary>
    public TimeSpan? Timeout { get; set; } = DefaultTimeout;

    /// <summary>How many ended runs <see cref="RecoveryActions.GetHistory"/> keeps. Default 100; at least 0 and at most 10,000, inclusive.</summary>
    public int HistorySize { get; set; } = DefaultHistorySize;

    internal RecoveryActionOptions Copy() => (RecoveryActionOptions)MemberwiseClone();
}
