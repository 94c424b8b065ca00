namespace ErrorManagement.Analytics.Runs;

/// <summary>Marks of failure rates.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class RunMarks
{
    private const double CriticalFrom = 20;
    private const double WarningFrom = 10;

    /// <summary>The mark of a failure rate.</summary>
    /// <param name="failureRate">The rate in percent; not a number is ok.</param>
    /// <returns>Critical from 20 on, warning from 10 on, else ok.</returns>
    public static RunMark Of(double failureRate) => failureRate >= CriticalFrom ? RunMark.Critical : failureRate >= WarningFrom ? RunMark.Warning : RunMark.Ok;

    /// <summary>The name on the wire: lower case, as in JSON.</summary>
    /// <param name="mark">The mark; a value outside the enumeration reads <c>ok</c>.</param>
    /// <returns><c>critical</c>, <c>warning</c> or <c>ok</c>. Cardinality 3.</returns>
    public static string ToWireName(this RunMark mark) => mark switch
    {
        RunMark.Critical => "critical",
        RunMark.Warning => "warning",
        _ => "ok",
    };
}
