namespace ErrorManagement.Classification;

/// <summary>What the words of a message say. Narrower than <see cref="NamePhrases"/>: prose mentions a connection for many reasons.</summary>
internal static class MessagePhrases
{
    public static PhraseTable Table { get; } = new(
        (ErrorCategory.Transient,
            "timed out|timedout|timeout|time out|deadline exceeded|" +
            "connection refused|connection reset|connection closed|connection aborted|connection lost|connection failed|connection failure|connection error|connection exception|connection timeout|" +
            "connection dropped|connection terminated|connection broken|connection interrupted|lost connection|actively refused|forcibly closed|socket hang up|broken pipe|" +
            "failed to connect|unable to connect|could not connect|cannot connect|can not connect|couldn t connect|" +
            "network error|network unreachable|network down|host unreachable|host down|no route to host|no such host|host not found|name or service not known|name resolution|" +
            "temporarily unavailable|temporary failure|temporarily|service unavailable|server unavailable|server busy|service busy|currently unavailable|bad gateway|try again|retry later|" +
            "deadlock|deadlocked|database locked|table locked|lock timeout|could not serialize access|serialization failure|being used by another process|used by another process|" +
            "response ended prematurely|transient failure|transient error|transient fault|too many connections|connection pool exhausted|connection pool has been exhausted|could not resolve host|remote name could not be resolved|" +
            "server overloaded|service overloaded|system overloaded|under maintenance|no space left|disk full|too many open files|code unavailable|econnrefused|econnreset|econnaborted|etimedout|epipe|ehostunreach|enetunreach|eagain|eai again|ebusy"),
        (ErrorCategory.RateLimit,
            "rate limit|rate limited|rate limits|rate limiting|ratelimit|ratelimited|too many requests|too many attempts|quota exceeded|exceeded quota|exceeded your quota|exceeded your current quota|throttled|throttling|throttle|resource exhausted"),
        (ErrorCategory.Authentication,
            "unauthorized|unauthenticated|not authenticated|not authorized|forbidden|access denied|permission denied|permission error|operation not permitted|" +
            "authentication failed|authentication failure|authentication error|authentication required|authorization failed|login failed|logon failed|" +
            "invalid credentials|bad credentials|invalid api key|invalid token|invalid password|invalid username or password|token expired|expired token|" +
            "insufficient privileges|insufficient privilege|insufficient permissions|insufficient permission|remote certificate|certificate verify failed|certificate expired|certificate not trusted|untrusted certificate|eacces|eperm"),
        (ErrorCategory.DataValidation,
            "validation error|validation errors|validation failed|failed validation|validation exception|data error|format error|format exception|value error|" +
            "parse error|parsing error|could not parse|failed to parse|cannot parse|unable to parse|failed to deserialize|could not deserialize|" +
            "invalid format|invalid input|invalid argument|invalid value|invalid json|invalid xml|invalid data|not in correct format|not in a correct format|incorrect format|malformed|" +
            "bad request|unprocessable entity|unprocessable content|constraint violation|constraint failed|unique constraint|foreign key constraint|check constraint|not null constraint|duplicate key|" +
            "schema violation|out of range|requires an element of type|error in xml document|data is null|timeout must|timeout value|invalid timeout"),
        (ErrorCategory.Permanent,
            "not implemented|unimplemented|not supported|unsupported|no service for type|unable to resolve service|no module named|module not found|import error|cannot import|could not load file or assembly|configuration error|invalid configuration|" +
            "no such file|no such table|no such column|file not found|could not find file|does not exist|doesn t exist|not found|cannot find|enoent|syntax error|method not allowed"),
        (ErrorCategory.Unknown,
            "timeout setting|timeout settings|timeout option|timeout options|timeout property|timeout parameter|exit status"));
}
