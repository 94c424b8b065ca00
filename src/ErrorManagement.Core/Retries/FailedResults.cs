using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Retries;

/// <summary>Tells results that count as failures, and gets rid of those that nobody will see. What a host's code throws here changes no call.</summary>
internal sealed class FailedResults(ResultJudge<ErrorClassification?>[] judges, ResultDiscard[] discards)
{
    /// <summary>Whether a result counts as a failure.</summary>
    public bool Includes<T>(T result, out ErrorClassification verdict)
    {
        ResultJudge<ErrorClassification?>.TryJudge(judges, result, out var judged); // a result that nobody judges is a success, as one judged so
        verdict = judged.GetValueOrDefault();
        return judged is not null;
    }

    /// <summary>Gets rid of a result in an asynchronous call.</summary>
    public ValueTask DiscardAsync(object result)
    {
        Tell(result);
        return DiscardedResults.DisposeAsync(result);
    }

    /// <summary>Gets rid of a result in a synchronous call.</summary>
    public void Discard(object result)
    {
        Tell(result);
        DiscardedResults.Dispose(result);
    }

    private void Tell(object result)
    {
        foreach (var discard in discards)
        {
            try
            {
                discard.Take(result);
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e);
            }
        }
    }
}
