using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Leads the occurrences that a registry counts, as far as their context names a layer, into a context.</summary>
internal sealed class LayerFeed(LayeredErrorContext context) : IOccurrenceObserver
{
    // The library's own errors: what it refused, gave up or failed to recover is no reason to recover.
    private const string OwnProduct = "EM";
    private const string OwnFamily = "RES";

    // Of longer messages, what is behind that changes nothing in what is kept of them.
    private const int MostCompared = 10_000;
    private const uint MostCleaned = 32;

    private readonly Cleaned?[] _cleaned = new Cleaned?[MostCleaned];
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
            Message = Clean(occurrence.Record, message),
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

    /// <summary>What is kept of a message. Known errors say the same again and again: what had to be cut or cleaned is kept, so that it costs no memory each time.</summary>
    private string Clean(ErrorId record, string message)
    {
        ref var place = ref _cleaned[(int)(record.Value % MostCleaned)];
        if (Volatile.Read(ref place) is { } known && known.IsOf(message))
        {
            return known.Text;
        }

        var text = context.CleanMessage(message);
        if (!ReferenceEquals(text, message))
        {
            Volatile.Write(ref place, new Cleaned(BoundedText.Cut(message, MostCompared), message.Length > MostCompared, text));
        }

        return text;
    }

    private static bool IsOwn(in ObservedOccurrence occurrence) =>
        occurrence.Exception is ResilienceException || occurrence.Code is { IsNone: false, Product: OwnProduct, Family: OwnFamily };

    /// <summary>A message and what is kept of it.</summary>
    private sealed record Cleaned(string Begin, bool IsLonger, string Text)
    {
        public bool IsOf(string message) =>
            IsLonger ? message.Length > MostCompared && message.StartsWith(Begin, StringComparison.Ordinal) : string.Equals(message, Begin, StringComparison.Ordinal);
    }
}
