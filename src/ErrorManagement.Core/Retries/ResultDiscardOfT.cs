namespace ErrorManagement.Retries;

/// <inheritdoc/>
internal sealed class ResultDiscard<TResult>(Action<TResult> function) : ResultDiscard
{
    public override void Take(object result)
    {
        if (result is TResult own)
        {
            function(own);
        }
    }
}
