using System.Net;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Http;

/// <summary>What an answer means for the call: failure or not, how long to wait, whether to try again. Made from options, then fixed.</summary>
internal sealed class AnswerRules(ResilienceHandlerOptions options, TimeProvider timeProvider)
{
    private readonly Func<HttpStatusCode, bool>? _isFailure = options.IsFailure;
    private readonly TimeSpan? _maxRetryAfter = options.MaxRetryAfter;
    private readonly bool _retryNonIdempotent = options.RetryNonIdempotent;

    public bool IsFailure(HttpStatusCode status)
    {
        if (_isFailure is not null)
        {
            try
            {
                return _isFailure(status);
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e);
            }
        }

        return (int)status is 408 or 429 or >= 500;
    }

    /// <summary>How long an answer asks to wait, counted from now; null when it does not say.</summary>
    public TimeSpan? RetryAfterOf(HttpResponseMessage response) => RetryAfterHeader.Read(response.Headers, timeProvider.GetUtcNow());

    public bool IsTooLong(TimeSpan? retryAfter) => retryAfter > _maxRetryAfter;

    /// <summary>Whether a request may go out a second time, and can.</summary>
    public bool CanRepeat(HttpRequestMessage request)
    {
        var isAllowed = request.Options.TryGetValue(ResilienceHandler.AllowRetries, out var allowed)
            ? allowed
            : _retryNonIdempotent || RequestReplay.IsIdempotent(request.Method);
        return isAllowed && RequestReplay.CanSendAgain(request);
    }
}
