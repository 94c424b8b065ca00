namespace ErrorManagement.Classification;

/// <summary>What an HTTP status says about the call that got it. Pure.</summary>
internal static class HttpStatusVerdicts
{
    /// <summary>
    /// The category. 500 and its unlisted neighbours stay unknown: the server failed, and nothing says whether it will again.
    /// A 4xx that is not listed is permanent: RFC 9110, section 15.5, the request as it stands will not do; 409 is unknown, since the state of the other side decides.
    /// </summary>
    public static ErrorCategory CategoryOf(int status) => status switch
    {
        429 => ErrorCategory.RateLimit,
        401 or 403 or 407 or 511 => ErrorCategory.Authentication,
        400 or 422 or 411 or 413 or 414 or 416 or 431 => ErrorCategory.DataValidation,
        408 or 421 or 423 or 425 or 502 or 503 or 504 => ErrorCategory.Transient,
        409 => ErrorCategory.Unknown,
        501 or 505 or (>= 300 and < 500) => ErrorCategory.Permanent,
        _ => ErrorCategory.Unknown,
    };
}
