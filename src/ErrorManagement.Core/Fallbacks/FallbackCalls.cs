using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>What happens between a call and its fallback.</summary>
internal static class FallbackCalls
{
    /// <summary>Whether a failure is one to answer for: not the caller's cancellation, no fatal error, and what the host's rule says.</summary>
    public static bool Falls(Exception exception, Func<Exception, bool>? when, CancellationToken cancellationToken)
    {
        if (CallerCancellation.Is(exception, cancellationToken) || HopelessErrors.IsFatal(exception))
        {
            return false;
        }

        try
        {
            return when is null || when(exception);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return false; // the call's own exception leaves, not the rule's
        }
    }

    /// <summary>The same by a classifier's verdict, which a host's own rule is told of (D9); the default one for what is not classified. Whatever the classifier says, nothing answers for the caller's cancellation and fatal errors.</summary>
    public static bool Falls(Exception exception, Func<Exception, ErrorClassification, bool>? when, IErrorClassifier classifier, CancellationToken cancellationToken, out ErrorClassification verdict)
    {
        verdict = default;
        if (CallerCancellation.Is(exception, cancellationToken) || HopelessErrors.IsFatal(exception))
        {
            return false;
        }

        try
        {
            verdict = classifier.Classify(exception, cancellationToken);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a classifier of the host's own may break its contract
            verdict = ErrorClassifier.Default.Classify(exception, cancellationToken);
        }

        try
        {
            return verdict.CanFallBack && (when is null || when(exception, verdict));
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return false; // the call's own exception leaves, not the rule's
        }
    }

    /// <summary>Whether a result of the call itself is taken; one that is, is told to a fallback that learns. What is not, a <see cref="ConditionalFallback{T}"/> replaces.</summary>
    public static bool IsTaken<T>(IFallback<T> fallback, T result)
    {
        if (fallback is not ConditionalFallback<T> conditional)
        {
            Tell(fallback as ISuccessObserver<T>, result);
            return true;
        }

        if (!conditional.Accepts(result))
        {
            return false;
        }

        Tell(conditional.Observer, result);
        return true;
    }

    /// <summary>Tells an observer of a success; its failure is not the call's.</summary>
    public static void Tell<T>(ISuccessObserver<T>? observer, T value)
    {
        try
        {
            observer?.OnSuccess(value);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    /// <summary>Asks a fallback; one that throws synchronously breaks its contract, not ours.</summary>
    public static ValueTask<T> AskAsync<T>(IFallback<T> fallback, Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken) =>
        CallTasks.Start(static (ask, token) => ask.fallback.ExecuteAsync(ask.operation, ask.originalError, token), (fallback, operation, originalError), cancellationToken);

    /// <summary>The same; when it answers, that is reported.</summary>
    public static ValueTask<T> AskAsync<T>(IFallback<T> fallback, Func<CancellationToken, ValueTask<T>> operation, Exception originalError, HandledReports? reports, CancellationToken cancellationToken)
    {
        var answer = AskAsync(fallback, operation, originalError, cancellationToken);
        if (reports is null)
        {
            return answer;
        }

        if (!answer.IsCompletedSuccessfully)
        {
            return ReportAsync(answer, fallback, originalError, reports);
        }

        reports.Report(originalError, fallback);
        return answer;
    }

    /// <summary>The synchronous form.</summary>
    public static T Ask<T>(IFallback<T> fallback, Func<CancellationToken, T> operation, Exception originalError, HandledReports? reports, CancellationToken cancellationToken)
    {
        var answer = fallback.Execute(operation, originalError, cancellationToken);
        reports?.Report(originalError, fallback);
        return answer;
    }

    private static async ValueTask<T> ReportAsync<T>(ValueTask<T> answer, IFallback<T> fallback, Exception originalError, HandledReports reports)
    {
        var value = await answer.ConfigureAwait(false);
        reports.Report(originalError, fallback);
        return value;
    }
}
