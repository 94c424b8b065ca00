namespace ErrorManagement.Retries;

/// <summary>The synchronous form of <see cref="TracedTries{T}"/>.</summary>
internal sealed class SynchronousTracedTries<T>(string policy, Func<CancellationToken, T> operation) : RetryTrace(policy)
{
    public T Next(CancellationToken cancellationToken)
    {
        var span = Begin();
        try
        {
            var result = operation(cancellationToken);
            NoteSuccess(span);
            return result;
        }
        catch (Exception e) when (Note(span, e, cancellationToken))
        {
            throw;
        }
        finally
        {
            span.Stop();
        }
    }
}
