using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Http;

/// <summary>
/// One request on its way through a policy: sends it as often as the policy asks and may, owns the answers of all tries, and gives out one at the end.
/// An answer belongs to the newest try; one that comes in for an older try, or after the end, is disposed at once.
/// </summary>
internal sealed class HttpExchange(ResilienceHandler handler, HttpRequestMessage request, AnswerRules rules, CancellationToken caller)
{
    // Levels of inner exceptions in which our own failure is looked for.
    private const int MaxDepth = 8;

    private readonly Lock _gate = new();
    private readonly RequestSnapshot? _original = rules.CanRepeat(request) ? new(request) : null;
    private int _tries;
    private bool _hasEnded;
    private HttpResponseMessage? _answer;
    private Exception? _failure;
    private List<(Exception Marked, TimeSpan? RetryAfter, bool HadAdvice)>? _marks;

    [MemberNotNullWhen(true, nameof(_original))]
    private bool CanRepeat => _original is not null;

    /// <summary>Before the first try: makes bytes of a body that could otherwise be sent only once, if it may be sent twice at all. What that throws is no failure of the other side, so no policy sees it.</summary>
    public Task PrepareAsync() => CanRepeat ? RequestReplay.HoldAsync(request.Content, caller) : Task.CompletedTask;

    /// <summary>The synchronous form.</summary>
    public void Prepare()
    {
        if (CanRepeat)
        {
            RequestReplay.Hold(request.Content, caller);
        }
    }

    /// <summary>Makes one try.</summary>
    public async ValueTask<HttpResponseMessage> TryAsync(CancellationToken cancellationToken)
    {
        if (!Begin(out var number, out var earlier))
        {
            return earlier;
        }

        HttpResponseMessage answer;
        try
        {
            answer = await handler.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(number, e);
            throw;
        }

        return Judge(number, answer);
    }

    /// <summary>The synchronous form.</summary>
    public HttpResponseMessage Try(CancellationToken cancellationToken)
    {
        if (!Begin(out var number, out var earlier))
        {
            return earlier;
        }

        HttpResponseMessage answer;
        try
        {
            answer = handler.SendOnce(request, cancellationToken);
        }
        catch (Exception e)
        {
            Fail(number, e);
            throw;
        }

        return Judge(number, answer);
    }

    /// <summary>The policy returned an answer: the newest try's, or one of its own.</summary>
    public HttpResponseMessage End(HttpResponseMessage answer)
    {
        var held = End();
        if (!ReferenceEquals(held, answer))
        {
            held?.Dispose();
        }

        return answer;
    }

    /// <summary>The policy threw. When that comes from an answer we still hold, the caller gets the answer, as without a policy; else the exception goes its way.</summary>
    public bool TryEnd(Exception thrown, [NotNullWhen(true)] out HttpResponseMessage? answer)
    {
        answer = End();
        if (answer is not null && !ComesFromAnswer(thrown))
        {
            answer.Dispose();
            answer = null;
        }

        return answer is not null;
    }

    /// <summary>A retry waits before its next try: until then an answer that nobody gets must not keep a connection of the host's pool.</summary>
    public void Discard(UnsuccessfulResponseException failure)
    {
        HttpResponseMessage? held = null;
        lock (_gate)
        {
            if (!_hasEnded && ReferenceEquals(_failure, failure))
            {
                held = _answer;
                _answer = null;
            }
        }

        try
        {
            held?.Dispose();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // content of a handler of the host's own; a failed clean-up is no failure of the call
        }
    }

    private HttpResponseMessage? End()
    {
        HttpResponseMessage? held;
        lock (_gate)
        {
            _hasEnded = true;
            held = _answer;
            _answer = null;
            LetGoLocked(_failure);

            // The marks are for the policy inside; a retry of the caller's own is the caller's decision.
            foreach (var (marked, retryAfter, hadAdvice) in _marks ?? [])
            {
                if (hadAdvice)
                {
                    RetryAdvice.Attach(marked, retryAfter);
                }
                else
                {
                    RetryAdvice.Detach(marked);
                }
            }

            _marks = null;
        }

        return held;
    }

    private bool ComesFromAnswer(Exception thrown)
    {
        if (thrown is ResilienceException { IsRejection: true } || CallerCancellation.Is(thrown, caller))
        {
            return false;
        }

        var current = thrown;
        for (var depth = 0; depth < MaxDepth && current is not null; depth++, current = current.InnerException)
        {
            if (current is UnsuccessfulResponseException && ReferenceEquals(current, _failure))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a further try may go out. If not, it gets what the first one got: its answer, or its failure.</summary>
    private bool Begin(out int number, [NotNullWhen(false)] out HttpResponseMessage? earlier)
    {
        HttpResponseMessage? discarded;
        Exception? failure;
        earlier = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_hasEnded, this);
            if (_tries == 0 || CanRepeat)
            {
                number = ++_tries;
                discarded = _answer;
                _answer = null;
                LetGoLocked(_failure);
                _failure = null;
            }
            else
            {
                number = 0;
                discarded = null;
                earlier = _failure is null ? _answer : null;
            }

            failure = _failure;
        }

        if (earlier is not null)
        {
            if (!IsDisposed(earlier))
            {
                return false;
            }

            // A retry that judges results disposes those that it does not want.
            failure = new HttpRequestException($"The policy discarded the answer, whose status is {(int)earlier.StatusCode}, and the request must not be sent a second time.", inner: null, earlier.StatusCode);
            lock (_gate)
            {
                MarkLocked(failure);
            }

            throw failure;
        }

        if (number > 0)
        {
            discarded?.Dispose();
            if (number > 1)
            {
                _original!.Restore(request);
            }

            return true;
        }

        // The policy did not see the mark on the first failure, since a time-out inside it put its own in the place. Now it sees one, in the shape of HttpClient's own time-out.
        if (failure is null || (failure is OperationCanceledException && !CallerCancellation.Is(failure, caller)))
        {
            failure = new TaskCanceledException("The request took longer than its policy allows, and must not be sent a second time.", new TimeoutException());
            lock (_gate)
            {
                MarkLocked(failure);
            }
        }

        ExceptionDispatchInfo.Throw(failure);
        return false;
    }

    private static bool IsDisposed(HttpResponseMessage answer)
    {
        try
        {
            answer.Version = answer.Version; // refused once it is
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private void Fail(int number, Exception exception)
    {
        lock (_gate)
        {
            if (!CanRepeat)
            {
                MarkLocked(exception);
            }

            if (number == _tries)
            {
                _failure = exception;
            }
        }
    }

    private HttpResponseMessage Judge(int number, HttpResponseMessage answer)
    {
        var failure = rules.IsFailure(answer.StatusCode) ? new UnsuccessfulResponseException(answer.StatusCode) : null;
        bool isLate;
        lock (_gate)
        {
            isLate = _hasEnded || number != _tries;
            if (!isLate)
            {
                _answer = answer;
                _failure = failure;
                failure?.Holder = this;
            }
        }

        if (isLate)
        {
            answer.Dispose();
            throw new OperationCanceledException("The answer came after its policy had given up waiting.");
        }

        if (failure is null)
        {
            return answer;
        }

        var retryAfter = rules.RetryAfterOf(answer);
        RetryAdvice.Attach(failure, retryAfter, CanRepeat && !rules.IsTooLong(retryAfter));
        throw failure;
    }

    /// <summary>An exception that somebody keeps for long must not keep this exchange.</summary>
    private static void LetGoLocked(Exception? failure)
    {
        if (failure is UnsuccessfulResponseException unsuccessful)
        {
            unsuccessful.Holder = null;
        }
    }

    private void MarkLocked(Exception exception)
    {
        var advice = RetryAdvice.Of(exception);
        if (_hasEnded || advice is { CanRetry: false })
        {
            return; // nobody inside is left to read it, or it says so already
        }

        (_marks ??= []).Add((exception, advice?.RetryAfter, advice is not null));
        RetryAdvice.Attach(exception, advice?.RetryAfter, canRetry: false);
    }
}
