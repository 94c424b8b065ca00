using ErrorManagement.Classification;

namespace ErrorManagement.Fallbacks;

/// <summary>When a <see cref="ConditionalFallback{T}"/> answers, and who is told. Copied when it is built: later changes have no effect on it.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class FallbackOptions<T>
{
    internal const string DefaultComponent = "unknown";

    /// <summary>
    /// Which failures it answers for, by exception and verdict; the others leave unchanged, and nobody is told. Default null: all whose verdict says <see cref="ErrorClassification.CanFallBack"/>.
    /// Never asked about the caller's cancellation and fatal errors. When it throws, the call's own exception leaves. For synchronous calls it runs in an exception filter, while locks of the operation may still be held.
    /// </summary>
    public Func<Exception, ErrorClassification, bool>? When { get; set; }

    /// <summary>
    /// Which results count as failures, so that the fallback answers in their place: true for those. Default null: none. A result that is replaced is disposed, if it can be.
    /// When it throws, the result is returned. <see cref="When"/> is not asked about results.
    /// </summary>
    public Func<T, bool>? WhenResult { get; set; }

    /// <summary>
    /// Told before the fallback is asked, in order, one at a time, on another thread: it can neither change nor delay nor break a call. At most 1,024 events wait; more are dropped and
    /// counted in <see cref="ConditionalFallback{T}.DroppedEvents"/>. Default null: nobody is told.
    /// </summary>
    public Action<CallFellBack>? OnFallback { get; set; }

    /// <summary>
    /// Whether a failure that the fallback answered is reported to the sink: one Warning, flagged handled, with the fallback's name. Default true; true and false are the only bounds. Rejections, such as an
    /// open breaker's, are not reported, and a failure that a retry below has reported already is only flagged. Without a sink it has no effect.
    /// </summary>
    public bool ReportHandled { get; set; } = true;

    /// <summary>The part of the host under which answered failures are reported. Default <c>unknown</c>, which a pipeline replaces by its own; neither null nor blank. Few different values, no private data.</summary>
    public string Component { get; set; } = DefaultComponent;

    internal FallbackOptions<T> Copy() => (FallbackOptions<T>)MemberwiseClone();
}
