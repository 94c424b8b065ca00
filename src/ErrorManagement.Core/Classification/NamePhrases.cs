namespace ErrorManagement.Classification;

/// <summary>What the words of a type's name say. The names of S3, read as whole words, and those that other systems use for the same.</summary>
internal static class NamePhrases
{
    public static PhraseTable Table { get; } = new(
        (ErrorCategory.Transient,
            "connection|connect|timeout|timedout|timed out|time out|network|socket|temporary|temporarily|transient|unavailable|busy|deadlock|deadlocked|broken pipe|unreachable|" +
            "disconnect|disconnected|deadline exceeded|host not found|overloaded"),
        (ErrorCategory.RateLimit,
            "rate limit|rate limited|rate limiting|ratelimit|ratelimited|too many requests|quota|throttle|throttled|throttling"),
        (ErrorCategory.Authentication,
            "authentication|authenticate|unauthenticated|auth|authorization|unauthorized|not authorized|forbidden|permission|access denied|credential|credentials|login|logon|security token|security"),
        (ErrorCategory.DataValidation,
            "validation|data error|data exception|format|parse|parsing|parser|argument|value error|schema|json|xml|yaml|csv|serialization|deserialization|decode|decoding|constraint|bad request|malformed"),
        (ErrorCategory.Permanent,
            "not implemented|not supported|unsupported|configuration|config|connection string|import|not found|missing|syntax|type load"));
}
