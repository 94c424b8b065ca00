namespace ErrorManagement.Analytics.Runs;

/// <summary>How bad a failure rate is.</summary>
public enum RunMark
{
    /// <summary>Less than 10 %. <c>ok</c></summary>
    Ok,

    /// <summary>10 % or more. <c>warning</c></summary>
    Warning,

    /// <summary>20 % or more. <c>critical</c></summary>
    Critical,
}
