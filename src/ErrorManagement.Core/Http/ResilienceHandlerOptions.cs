using System.Net;

namespace ErrorManagement.Http;

/// <summary>How a <see cref="ResilienceHandler"/> judges answers and repeats requests.</summary>
/// <remarks>Read once, when the handler is made; later changes have no effect.</remarks>
public sealed class ResilienceHandlerOptions
{
    /// <summary>
    /// Whether requests are repeated whose method is not idempotent by RFC 9110, section 9.2.2, such as POST and PATCH. Default false. Never null.
    /// <see cref="ResilienceHandler.AllowRetries"/> on a request wins over it.
    /// </summary>
    public bool RetryNonIdempotent { get; set; }

    /// <summary>
    /// The longest Retry-After that is waited for, inclusive; one that is longer ends the retrying, and the caller gets the answer that asks for it. At least zero.
    /// Default null: the policy's own bounds alone decide.
    /// </summary>
    public TimeSpan? MaxRetryAfter { get; set; }

    /// <summary>
    /// Which statuses are failures for the policy. Default null: 408, 429 and all from 500 on. What kind of failure one is, is the classifier's to say.
    /// Called for each answer, from many threads; one that throws leaves the default in force.
    /// </summary>
    public Func<HttpStatusCode, bool>? IsFailure { get; set; }
}
