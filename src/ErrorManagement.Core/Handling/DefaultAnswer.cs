using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Handling;

/// <summary>What stands in for the results of one type of one component. Immutable.</summary>
internal sealed class DefaultAnswer<T>(Func<CancellationToken, T>? synchronous, Func<CancellationToken, ValueTask<T>>? asynchronous)
{
    /// <summary>Makes the answer. One that throws has none; the caller's cancellation is nobody's failure, and there is no answer either.</summary>
    public async ValueTask<Answer<T>> MakeAsync(CancellationToken cancellationToken)
    {
        if (asynchronous is null)
        {
            return Make(cancellationToken);
        }

        var end = await CallEnd<T>.OfAsync(static (make, token) => make(token), asynchronous, cancellationToken).ConfigureAwait(false);
        return AnswerOf(end, cancellationToken);
    }

    /// <summary>The synchronous form: there is no answer where it would have to wait for one.</summary>
    public Answer<T> Make(CancellationToken cancellationToken) =>
        synchronous is null ? default : AnswerOf(CallEnd<T>.Of(static (make, token) => make(token), synchronous, cancellationToken), cancellationToken);

    private static Answer<T> AnswerOf(CallEnd<T> end, CancellationToken cancellationToken)
    {
        if (end.Failure is null)
        {
            return new Answer<T>(true, end.Value);
        }

        if (!CallerCancellation.Is(end.Failure, cancellationToken))
        {
            LibraryFailures.Swallow(end.Failure); // the call's own failure leaves, not that of its stand-in
        }

        return default;
    }
}
