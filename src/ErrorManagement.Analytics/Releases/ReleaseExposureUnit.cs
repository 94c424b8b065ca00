namespace ErrorManagement.Analytics;

/// <summary>What rates of errors are measured by.</summary>
public enum ReleaseExposureUnit
{
    /// <summary>Time: rates are errors a minute.</summary>
    Time = 0,

    /// <summary>Requests, messages or whatever else the host counts: rates are errors a thousand of them.</summary>
    Requests = 1,
}
