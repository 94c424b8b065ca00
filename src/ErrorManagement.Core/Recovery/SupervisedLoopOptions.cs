namespace ErrorManagement.Recovery;

/// <summary>Settings of a <see cref="SupervisedLoop"/>. Copied when it is built: later changes have no effect.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class SupervisedLoopOptions
{
    internal const string DefaultComponent = "background";
    internal const double DefaultMultiplier = 1.0;
    internal static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(60);

    /// <summary>The part of the host under which failures are reported. Default <c>background</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Component { get; set; } = DefaultComponent;

    /// <summary>The operation that reports carry. Default null: none. Few different values, no private data.</summary>
    public string? Operation { get; set; }

    /// <summary>How long is waited after a failure before the loop goes on. Default 1 s; at least zero and at most <see cref="MaxDelay"/>, inclusive.</summary>
    public TimeSpan Delay { get; set; } = DefaultDelay;

    /// <summary>By how much the wait grows with each further failure in a row. Default 1.0, which is not at all; at least 1, inclusive, and finite.</summary>
    public double Multiplier { get; set; } = DefaultMultiplier;

    /// <summary>The longest wait. Default 60 s; at least zero and at most 24 days, inclusive.</summary>
    public TimeSpan MaxDelay { get; set; } = DefaultMaxDelay;

    /// <summary>How bad an unexpected failure is. Default <see cref="ErrorSeverity.Error"/>, which is HIGH; must be one of the enumeration's values. A fatal error is always Critical.</summary>
    public ErrorSeverity Severity { get; set; } = ErrorSeverity.Error;

    /// <summary>How bad a lost or refused connection is, and a start that failed. Default <see cref="ErrorSeverity.Warning"/>, which is MEDIUM; must be one of the enumeration's values.</summary>
    public ErrorSeverity ConnectionSeverity { get; set; } = ErrorSeverity.Warning;

    /// <summary>After how many failures in a row the loop ends with the last exception, unchanged. Default null: never; else at least 1, inclusive.</summary>
    public int? MaxConsecutiveFailures { get; set; }

    /// <summary>
    /// Told of each failure, in order, on another thread: it can neither delay nor break the loop. What it throws is swallowed and counted.
    /// Default null: nobody is told. At most 1,024 events wait; more are dropped and counted in <see cref="SupervisedLoop.DroppedEvents"/>.
    /// </summary>
    public Action<LoopFailed>? OnFailure { get; set; }

    internal SupervisedLoopOptions Copy() => (SupervisedLoopOptions)MemberwiseClone();
}
