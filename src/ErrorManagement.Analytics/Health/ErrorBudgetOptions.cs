namespace ErrorManagement.Analytics;

/// <summary>Settings of an error budget. Copied when a budget is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class ErrorBudgetOptions
{
    /// <summary>The name that metrics and health checks carry. Default <c>service</c>; not blank, at most 200 characters, inclusive. Few different values, no private data.</summary>
    public string Name { get; set; } = "service";

    /// <summary>The share of events that are to be good. Default 0.999. More than 0, exclusive, and at most 0.999999999, inclusive.</summary>
    public double Objective { get; set; } = 0.999;

    /// <summary>The time that the objective is for, which slides. Default 30 days. Between 1 hour and 90 days, both inclusive, in whole hours.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many failures the long window of an alert must hold: where few come, one of them is a high rate and says little. Default 5. At least 1, inclusive.</summary>
    public int MinFailures { get; set; } = 5;

    /// <summary>The component of a registry whose errors are the failures, so that the host records successes only. Default null: the host records both. Not blank.</summary>
    public string? Component { get; set; }

    /// <summary>From which severity on an error of that component is a failure. Default <see cref="ErrorSeverity.Error"/>.</summary>
    public ErrorSeverity MinSeverity { get; set; } = ErrorSeverity.Error;

    /// <summary>When it burns too fast. By default the three rules of the Google SRE workbook (<see cref="BurnRateRule.Workbook"/>); at most 16, inclusive. Empty for none.</summary>
    public IList<BurnRateRule> Rules { get; } = [.. BurnRateRule.Workbook];

    internal ErrorBudgetOptions Copy()
    {
        var copy = new ErrorBudgetOptions { Name = Name, Objective = Objective, Window = Window, MinFailures = MinFailures, Component = Component, MinSeverity = MinSeverity };
        copy.Rules.Clear();
        foreach (var rule in Rules)
        {
            copy.Rules.Add(rule);
        }

        return copy;
    }
}
