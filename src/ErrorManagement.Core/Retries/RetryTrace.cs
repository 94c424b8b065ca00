using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Retries;

/// <summary>Traces the tries of one call: an activity a try. Made only when somebody listens. Used by one try after the other, never by two at once.</summary>
internal abstract class RetryTrace(string policy)
{
    private readonly string _policy = policy;
    private int _attempts;

    /// <summary>How long was waited before the next try; null before the first.</summary>
    public TimeSpan? Delay { get; set; }

    /// <summary>The tries, when the first one was made before; null when it was not.</summary>
    public IResumedTries? Resumed { get; init; }

    /// <summary>Begins the activity of the next try.</summary>
    protected LibrarySpan Begin()
    {
        var span = LibrarySpan.Start("retry_attempt " + _policy);
        span.Set("retry.policy.name", _policy);
        span.Set("retry.attempt", ++_attempts);
        span.Set("retry.delay", Delay?.TotalSeconds);
        return span;
    }

    /// <summary>Notes what a try threw. Usable as an exception filter: it never catches.</summary>
    protected static bool Note(in LibrarySpan span, Exception exception, CancellationToken cancellationToken)
    {
        if (CallerCancellation.Is(exception, cancellationToken))
        {
            span.Set("retry.attempt.outcome", "cancelled");
        }
        else
        {
            span.Set("retry.attempt.outcome", "failure");
            span.Fail(LibraryActivities.TypeNameOf(exception));
        }

        return false;
    }

    /// <summary>Notes that a try went well.</summary>
    protected static void NoteSuccess(in LibrarySpan span) => span.Set("retry.attempt.outcome", "success");
}
