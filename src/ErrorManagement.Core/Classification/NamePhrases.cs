namespace ErrorManagement.Classification;

/// <summary>What the words of a type's name say. The names of S3, read as whole words, and those that other systems use for the same.</summary>
internal static class NamePhrases
{
    public static PhraseTable Table { get; } = new(
        (ErrorCategory.Transient,
            "connection|connect|timeout|timedout|timed out|time out|network|socket|temporary|temporarily|transient|unavailable|busy|deadlock|deadlocked|broken pipe|" +
            "disconnect|disconnected|deadline exceeded|host not found|overloaded|communication|address in use|transaction aborted|dns|name resolution|" +
            "host unreachable|network unreachable|server unreachable|service unreachable|broker unreachable|node unreachable|endpoint unreachable"),
        (ErrorCategory.RateLimit,
            "rate limit|rate limited|rate limiting|rate limiter|ratelimit|ratelimited|too many requests|quota|throttle|throttled|throttling|resource exhausted"),
        (ErrorCategory.Authentication,
            "authentication|authenticate|unauthenticated|auth|authorization|unauthorized|not authorized|forbidden|permission|access denied|credential|credentials|login|logon|security token|security|certificate|token expired|session expired|expired token"),
        (ErrorCategory.DataValidation,
            "validation|data error|data exception|format|parse|parsing|parser|argument|value error|schema|json|xml|yaml|csv|serialization|deserialization|decode|decoding|constraint|bad request|malformed|content exception|duplicate key|duplicate entry|invalid request|invalid input|invalid data|invalid value|invalid parameter"),
        (ErrorCategory.Permanent,
            "not implemented|not supported|unsupported|configuration|config|connection string|import|not found|missing|syntax|type load|ambiguous|binder|protocol violation|not mapped|unimplemented"));
}
