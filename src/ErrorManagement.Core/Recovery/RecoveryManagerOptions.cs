namespace ErrorManagement.Recovery;

/// <summary>Settings of a <see cref="RecoveryManager"/>. Copied when it is built: later changes have no effect.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class RecoveryManagerOptions
{
    internal const int DefaultMaxActions = 3;
    internal const int DefaultHistorySize = 100;
    internal static readonly TimeSpan DefaultLimitWindow = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan DefaultStrategyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many strategies may run for one layer within <see cref="LimitWindow"/>. Default 3; at least 0 and at most 10,000, inclusive; 0: none ever runs.
    /// Those that are not attempted do not count, nor do failures that join a run.
    /// </summary>
    public int MaxActions { get; set; } = DefaultMaxActions;

    /// <summary>How long a run counts for <see cref="MaxActions"/>: one whose age is this long does not any more. Default 5 min; more than zero and at most 24 days.</summary>
    public TimeSpan LimitWindow { get; set; } = DefaultLimitWindow;

    /// <summary>
    /// How long one strategy may run. Default 30 s; more than zero and at most 24 days; null for no limit. When it is over, the attempt has failed and the next one begins;
    /// a strategy that does not obey its token is left behind, and a shared one keeps its target until it ends.
    /// </summary>
    public TimeSpan? StrategyTimeout { get; set; } = DefaultStrategyTimeout;

    /// <summary>How many attempts <see cref="RecoveryManager.GetHistory"/> keeps, of which the figures are made. Default 100; at least 1 and at most 10,000, inclusive.</summary>
    public int HistorySize { get; set; } = DefaultHistorySize;

    /// <summary>Whether a recovery that failed is reported to the sink: one Error with the code EM-RES-007. Default true. Without a sink it has no effect.</summary>
    public bool ReportFailures { get; set; } = true;

    /// <summary>
    /// The strategies of each layer, in the order in which they are tried. Default: api: retry_request, fallback_response; service: circuit_breaker, fallback_service;
    /// core: reset_state, fallback_algorithm; infrastructure: reconnect, failover. A layer that is not listed has none. Null lists and null names count as not there.
    /// </summary>
    public IDictionary<string, IList<string>> LayerStrategies { get; set; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal)
    {
        ["api"] = ["retry_request", "fallback_response"],
        ["service"] = ["circuit_breaker", "fallback_service"],
        ["core"] = ["reset_state", "fallback_algorithm"],
        ["infrastructure"] = ["reconnect", "failover"],
    };

    internal RecoveryManagerOptions Copy() => (RecoveryManagerOptions)MemberwiseClone();
}
