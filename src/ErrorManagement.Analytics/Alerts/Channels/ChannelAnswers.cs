using System.Globalization;
using System.Security.Authentication;
using System.Text;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>What an answer, or none, means for a message and its receiver. Pure, but for the few bytes that it reads of an answer.</summary>
/// <param name="host">The host, as it is shown.</param>
/// <param name="maxRetryAfter">The longest Retry-After that is waited for.</param>
/// <param name="readsReason">Whether a failed answer says in a word why, as Slack's do.</param>
internal sealed class ChannelAnswers(string host, TimeSpan maxRetryAfter, bool readsReason)
{
    private const int LongestReason = 64;

    /// <summary>How long an answer asks to wait; null when it does not say. A date counts from the clock of the one who wrote it, where that is told.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage answer, DateTimeOffset now)
    {
        var wait = answer.Headers.RetryAfter is not { } asked ? null : asked.Delta ?? (asked.Date - (answer.Headers.Date ?? now));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>The failure that an answer stands for; null when it took the message.</summary>
    public async ValueTask<ChannelTryException?> JudgeAsync(HttpResponseMessage answer, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 200 and < 300)
        {
            return null;
        }

        var reason = readsReason ? await ReasonAsync(answer, cancellationToken).ConfigureAwait(false) : null;
        var text = string.Create(CultureInfo.InvariantCulture, $"{host} answered {status}{(reason is null ? "" : $" {reason}")}");
        if (status is >= 300 and < 400)
        {
            text += ", a redirect, which is not followed: give the address where it ends";
        }
        else if (retryAfter > maxRetryAfter)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" and asks to wait {Math.Min(retryAfter.Value.TotalSeconds, 1e9):0} s, which is longer than MaxRetryAfter");
        }

        var isRetryable = status is 408 or 429 or >= 500;
        var failure = new ChannelTryException(text, status: answer.StatusCode)
        {
            IsRetryable = isRetryable,
            // What is wrong with this message alone says that the receiver is there.
            Verdict = isRetryable || status is < 400 or 401 or 403 or 404 or 405 or 407 or 410 ? CircuitVerdict.Failure : CircuitVerdict.Success,
        };
        if (isRetryable && retryAfter is not null)
        {
            RetryAdvice.Attach(failure, retryAfter, canRetry: retryAfter <= maxRetryAfter);
        }

        return failure;
    }

    /// <summary>The failure to get an answer at all.</summary>
    public ChannelTryException Judge(HttpRequestException thrown)
    {
        if (Inside<RefusedAddressException>(thrown) is { } refused)
        {
            return new ChannelTryException($"{host} stands for {refused.Refusal}; it was not called", thrown.HttpRequestError, refused);
        }

        var what = thrown.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "has no address that can be found",
            HttpRequestError.ConnectionError => "could not be connected to",
            HttpRequestError.SecureConnectionError => "could not be connected to by TLS",
            HttpRequestError.ResponseEnded => "ended the connection before its answer",
            HttpRequestError.InvalidResponse => "answered something that is no HTTP",
            HttpRequestError.ConfigurationLimitExceeded => "answered with headers that are too long",
            HttpRequestError.VersionNegotiationError or HttpRequestError.HttpProtocolError or HttpRequestError.ExtendedConnectNotSupported => "answered in a way that cannot be read",
            _ => "ended the connection",
        };

        // What cannot be read may be an echo of the request: it is not passed on.
        var isReadable = thrown.HttpRequestError is not (HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded);
        return new ChannelTryException($"{host} {what}", thrown.HttpRequestError, isReadable ? thrown : null)
        {
            IsRetryable = isReadable && Inside<AuthenticationException>(thrown) is null,
        };
    }

    /// <summary>Nothing is sent before the time that the receiver asked for.</summary>
    public ChannelTryException Held(TimeSpan left)
    {
        var failure = new ChannelTryException(string.Create(CultureInfo.InvariantCulture, $"{host} asked to wait, {left.TotalSeconds:0.#} s more")) { IsRetryable = true, Verdict = CircuitVerdict.Ignore };
        RetryAdvice.Attach(failure, left);
        return failure;
    }

    // One word of small letters and underscores, such as channel_not_found: nothing else is passed on, since an answer may hold what was asked.
    private static async ValueTask<string?> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[LongestReason + 1];
            using var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var text = Encoding.ASCII.GetString(buffer, 0, length).Trim();
            return text.Length is > 0 and <= LongestReason && text.All(static c => c is (>= 'a' and <= 'z') or '_') ? $"({text})" : null;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null; // the status says enough
        }
    }

    private static T? Inside<T>(Exception? exception)
        where T : Exception
    {
        for (var depth = 0; exception is not null && depth < 8; depth++, exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
