namespace ErrorManagement.Retries;

/// <summary>Settings of a retry budget. Copied when a budget is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class RetryBudgetOptions
{
    internal const string DefaultName = "retry-budget";
    internal const double DefaultSuccessRatio = 0.2;
    internal const double DefaultMinRetriesPerSecond = 1;
    internal static readonly TimeSpan DefaultWindow = TimeSpan.FromSeconds(10);

    /// <summary>The name that errors and metrics carry. Default <c>retry-budget</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>How many retries each successful call of the window allows. Default 0.2, one retry for five successes; 0 to 1, both inclusive. It shrinks with the pressure.</summary>
    public double SuccessRatio { get; set; } = DefaultSuccessRatio;

    /// <summary>
    /// How many retries a second are allowed in any case, so that a quiet client can retry too; those of a whole window may be made at once. Default 1; 0 to 1,000,000, both inclusive.
    /// It does not shrink, but there are none while the pressure is 1.
    /// </summary>
    public double MinRetriesPerSecond { get; set; } = DefaultMinRetriesPerSecond;

    /// <summary>How far back successes and retries count. Default 10 s; 1 s to 1 day, both inclusive.</summary>
    public TimeSpan Window { get; set; } = DefaultWindow;

    internal RetryBudgetOptions Copy() => (RetryBudgetOptions)MemberwiseClone();
}
