namespace ErrorManagement.Classification;

/// <summary>Where the severity of an error comes from when neither a rule nor the exception itself says it.</summary>
public enum SeverityPolicy
{
    /// <summary>
    /// From the type and its name. Errors that put the process in danger are Critical; time-outs, sockets, failed requests and names with
    /// "timeout" or "connection" are Warning; all else is Error. The default.
    /// </summary>
    ByType,

    /// <summary>
    /// From the category. Permanent is Critical, Authentication is Error, DataValidation and Unknown are Warning, Transient and RateLimit are Info;
    /// errors that put the process in danger are Critical whatever their category.
    /// </summary>
    ByCategory,
}
