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

    /// <summary>The Retry-After of an answer, counted from now: RFC 9110, section 10.2.3, both forms; a date in the past is zero; null when there is none or it is malformed.</summary>
    public TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        if (asked is null)
        {
            // The framework's parser gives up on more seconds than an int holds; that many are as good as never.
            return response.Headers.NonValidated.TryGetValues("Retry-After", out var raw) && raw.ToString() is { Length: > 0 } text && text.All(char.IsAsciiDigit)
                ? TimeSpan.MaxValue
                : null;
        }

        var wait = asked.Delta ?? (asked.Date is { } date ? date - timeProvider.GetUtcNow() : null);
        return wait is { Ticks: < 0 } ? TimeSpan.Zero : wait;
    }

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
