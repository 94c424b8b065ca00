namespace ErrorManagement.Benchmarks.Bars;

/// <summary>One line of the bars: what is measured, the bound, and whether less or more is better.</summary>
/// <param name="Number">The number, such as 1 for P1.</param>
/// <param name="Name">What is measured.</param>
/// <param name="Bound">The bound; inclusive.</param>
/// <param name="Unit">What follows the figure: x for a ratio, B for bytes, MB for megabytes.</param>
/// <param name="Measure">Measures it; null when what it measures does not exist yet.</param>
internal sealed record Bar(int Number, string Name, double Bound, string Unit, Func<double>? Measure)
{
    /// <summary>Whether a higher figure is better. False by default.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>Whether the figure is shown for information, without a bound. False by default.</summary>
    public bool IsInformation { get; init; }

    public bool Holds(double measured) => IsInformation || (HigherIsBetter ? measured >= Bound : measured <= Bound);

    /// <summary>A line for information.</summary>
    public static Bar Information(int number, string name, string unit, Func<double>? measure) => new(number, name, 0, unit, measure) { IsInformation = true };
}
