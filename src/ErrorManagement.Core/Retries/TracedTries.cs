namespace ErrorManagement.Retries;

/// <summary>An operation that traces each of its tries. Takes the place of the operation and its state, so that its type names no further generic state.</summary>
internal sealed class TracedTries<T>(string policy, Func<CancellationToken, ValueTask<T>> operation) : RetryTrace(policy)
{
    public async ValueTask<T> NextAsync(CancellationToken cancellationToken)
    {
        var span = Begin();
        try
        {
            var result = await operation(cancellationToken).ConfigureAwait(false);
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
