using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Handling;

/// <summary>The one occurrence that a handled failure is reported as.</summary>
internal static class HandlingReport
{
    /// <summary>Builds it. Throws what a member of the exception or of the host's data throws.</summary>
    public static ErrorOccurrence Of(ErrorHandled handled, HandlingContext context, HandlingOutcome outcome, Exception culprit, HandlerSettings settings)
    {
        var verdict = ReferenceEquals(culprit, handled.Exception) ? handled.Verdict : settings.Classify(culprit, CancellationToken.None);
        return new ErrorOccurrence(context.Component, LibraryActivities.TypeNameOf(culprit), HopelessErrors.MessageOf(culprit))
        {
            Code = culprit is CodedException coded ? coded.Code : default,
            Severity = SeverityOf(culprit, verdict, outcome, settings.Options.SeverityPolicy),
            Category = verdict.Category,
            Exception = culprit,
            Recovered = outcome == HandlingOutcome.Recovered,
            Handled = outcome == HandlingOutcome.Fallback,
            Resilience = NoteOf(culprit, handled, outcome),
            Timestamp = handled.At,
            Context = new OperationContext
            {
                Operation = context.Operation,
                Layer = context.Layer,
                RequestId = handled.RequestId,
                UserId = context.UserId,
                Data = DataOf(handled, context),
            },
        };
    }

    private static ResilienceNote? NoteOf(Exception culprit, ErrorHandled handled, HandlingOutcome outcome)
    {
        var note = ResilienceNotes.Of(culprit);
        return outcome == HandlingOutcome.Fallback ? (note ?? new ResilienceNote()) with { Fallback = SnakeNames<HandlingStrategy>.Of(handled.Strategy) } : note;
    }

    private static ErrorSeverity SeverityOf(Exception culprit, in ErrorClassification verdict, HandlingOutcome outcome, SeverityPolicy policy)
    {
        if (outcome == HandlingOutcome.Recovered)
        {
            return ErrorSeverity.Warning;
        }

        return policy == SeverityPolicy.ByType || culprit is CodedException { Severity: not null }
            ? verdict.Severity
            : SeverityRules.OfCategory(verdict.Category, verdict.IsFatal || HopelessErrors.IsFatal(culprit));
    }

    private static Dictionary<string, object?> DataOf(ErrorHandled handled, HandlingContext context)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, value) in context.Data ?? new Dictionary<string, object?>())
            {
                data[name] = value;
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a map of the host's own, perhaps changed meanwhile; what was read of it is told
        }

        data["error_id"] = handled.ErrorId;
        data["handling_strategy"] = SnakeNames<HandlingStrategy>.Of(handled.Strategy);
        data["recovery_action"] = SnakeNames<Recovery.RecoveryAction>.Of(handled.Action);
        data["recovery_attempted"] = handled.RecoveryAttempted;
        data["fallback_used"] = handled.FallbackUsed;
        data["retry_count"] = handled.RetryCount;
        return data;
    }
}
