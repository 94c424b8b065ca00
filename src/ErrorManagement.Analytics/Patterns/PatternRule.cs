namespace ErrorManagement.Analytics.Patterns;

/// <summary>What all episodes of one pattern have in common. Immutable.</summary>
/// <param name="Kind">The pattern.</param>
/// <param name="WindowTicks">What its count is over.</param>
/// <param name="RunsForTicks">An episode runs while less than this has passed since it last held.</param>
/// <param name="Confidence">How sure it is, by its count.</param>
internal sealed record PatternRule(PatternKind Kind, long WindowTicks, long RunsForTicks, Func<long, double> Confidence);
