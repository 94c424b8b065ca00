using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>Tells a sink of the failures that a fallback answered, so that what nobody sees is not lost.</summary>
internal sealed class HandledReports
{
    private readonly IErrorSink _sink;
    private readonly string _component;
    private readonly IErrorClassifier _classifier;

    public HandledReports(IErrorSink sink, string component, IErrorClassifier? classifier)
    {
        _sink = sink;
        _component = component;
        _classifier = classifier ?? ErrorClassifier.Default;
        ResilienceNotes.Keep();
    }

    /// <summary>Reports one, after the fallback has answered. Never throws.</summary>
    /// <param name="failure">What the call failed with.</param>
    /// <param name="fallback">The fallback.</param>
    public void Report<T>(Exception failure, IFallback<T> fallback)
    {
        try
        {
            // An open breaker counts the calls that it refuses; what opened it is known already.
            if (failure is not ResilienceException { IsRejection: true })
            {
                Report(failure, fallback.Name);
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // members of the exception and the fallback, which may be the host's own
        }
    }

    private void Report(Exception failure, string fallback)
    {
        ResilienceNotes.NoteFallback(failure, fallback);
        _sink.TryReport(new ErrorOccurrence(_component, LibraryActivities.TypeNameOf(failure), HopelessErrors.MessageOf(failure))
        {
            Code = failure is CodedException coded ? coded.Code : default,
            Category = CategoryOf(failure),
            Severity = ErrorSeverity.Warning,
            Handled = true,
            Resilience = (ResilienceNotes.Of(failure) ?? new ResilienceNote()) with { Fallback = fallback },
            Exception = failure,
        });
    }

    private ErrorCategory CategoryOf(Exception failure)
    {
        try
        {
            return _classifier.Classify(failure, CancellationToken.None).Category;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a classifier of the host's own may break its contract
            return ErrorCategory.Unknown;
        }
    }
}
