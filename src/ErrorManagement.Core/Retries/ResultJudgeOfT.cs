using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <inheritdoc/>
internal sealed class ResultJudge<TResult>(Func<TResult, ErrorClassification?> function) : ResultJudge
{
    public override ErrorClassification? Judge<T>(T result, out bool fits)
    {
        fits = true;
        switch (result)
        {
            case TResult own:
                return function(own);
            case null when default(TResult) is null && typeof(TResult).IsAssignableFrom(typeof(T)):
                return function(default!); // no answer is an answer, too
            default:
                fits = false;
                return null;
        }
    }
}
