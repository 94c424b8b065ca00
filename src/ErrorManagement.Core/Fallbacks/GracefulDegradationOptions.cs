using ErrorManagement.Classification;

namespace ErrorManagement.Fallbacks;

/// <summary>Settings of a feature that may be degraded. Copied when it is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class GracefulDegradationOptions
{
    /// <summary>
    /// How long a degraded feature is left alone between two trials: calls meanwhile get the fallback value and are not made. One call a time is the trial; one that takes longer than this
    /// loses its place to the next. Default null: every call is made, and the first one that goes well ends the degraded state. More than zero, exclusive. Measured by elapsed time.
    /// </summary>
    public TimeSpan? ProbeInterval { get; set; }

    /// <summary>The component under which the degradation is reported to the sink. Default null: the name of the feature. Not blank. Few different values, no private data.</summary>
    public string? Component { get; set; }

    /// <summary>
    /// Which failures degrade the feature; the others leave unchanged and change nothing. Default null: all. Never asked about the caller's cancellation and
    /// fatal errors. When it throws, the call's own exception leaves. For synchronous calls it runs in an exception filter, while locks of the operation may still be held.
    /// </summary>
    public Func<Exception, ErrorClassification, bool>? When { get; set; }

    /// <summary>
    /// Told of each change, in order, one at a time, on another thread: it can neither change nor delay nor break a call. At most 1,024 changes wait; more are dropped and
    /// counted in <see cref="GracefulDegradation.DroppedEvents"/>. Default null: nobody is told.
    /// </summary>
    public Action<DegradationChanged>? OnChanged { get; set; }

    /// <summary>A cheap call that says whether the feature works, run by <see cref="GracefulDegradation.RecoverAsync(CancellationToken)"/>; it fails by throwing. Default null: there is none.</summary>
    public Func<CancellationToken, ValueTask>? Probe { get; set; }

    internal GracefulDegradationOptions Copy() => (GracefulDegradationOptions)MemberwiseClone();
}
