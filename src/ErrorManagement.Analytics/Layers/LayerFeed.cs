using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Leads the occurrences that a registry counts, as far as their context names a layer, into a context.</summary>
internal sealed class LayerFeed(LayeredErrorContext context) : IOccurrenceObserver
{
    // The library's own errors: what it refused, gave up or failed to recover is no reason to recover.
    private const string OwnProduct = "EM";
    private const string OwnFamily = "RES";

    private int _isAttached;

    public LayeredErrorContext Context => context;

    /// <summary>Begins to listen to a registry, once.</summary>
    public void Attach(ErrorRegistry registry)
    {
        if (Interlocked.Exchange(ref _isAttached, 1) == 0)
        {
            registry.Attach(this);
        }
    }

    public void Observe(in ObservedOccurrence occurrence)
    {
        if (occurrence.Context?.Layer is not { Length: > 0 } layer)
        {
            return;
        }

        var message = occurrence.Exception is { } exception ? ExceptionShapes.MessageOf(exception) : occurrence.Message ?? "";
        context.Feed(new NewLayerError
        {
            Layer = LayerNames.Of(layer),
            ErrorType = occurrence.ErrorType,
            Message = context.CleanMessage(message),
            Severity = occurrence.Severity,
            Metadata = occurrence.Context.Data,
            Exception = occurrence.Exception,
            Component = occurrence.Component,
            Operation = occurrence.Context,
            Category = occurrence.Category,
            IsFed = true,
            IsSettled = occurrence.Recovered || IsOwn(in occurrence) || LayerRecovery.IsUnderWay,
        });
    }

    private static bool IsOwn(in ObservedOccurrence occurrence) =>
        occurrence.Exception is ResilienceException || occurrence.Code is { IsNone: false, Product: OwnProduct, Family: OwnFamily };
}
