using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Retries;

/// <summary>Tells results that count as failures, and gets rid of those that nobody will see. What a host's code throws here changes no call.</summary>
internal sealed class FailedResults(ResultJudge[] judges, ResultDiscard[] discards)
{
    /// <summary>Whether a result counts as a failure.</summary>
    public bool Includes<T>(T result, out ErrorClassification verdict)
    {
        for (var i = 0; i < judges.Length; i++)
        {
            try
            {
                var judged = judges[i].Judge(result, out var fits);
                if (fits)
                {
                    verdict = judged.GetValueOrDefault();
                    return judged is not null;
                }
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e); // it has not spoken
            }
        }

        verdict = default;
        return false;
    }

    /// <summary>Gets rid of a result in an asynchronous call.</summary>
    public async ValueTask DiscardAsync(object result)
    {
        Tell(result);
        try
        {
            if (result is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (result as IDisposable)?.Dispose();
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    /// <summary>Gets rid of a result in a synchronous call: one that can only be disposed asynchronously is waited for.</summary>
    public void Discard(object result)
    {
        if (result is not IDisposable synchronous)
        {
            DiscardAsync(result).AsTask().GetAwaiter().GetResult();
            return;
        }

        Tell(result);
        try
        {
            synchronous.Dispose();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
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
