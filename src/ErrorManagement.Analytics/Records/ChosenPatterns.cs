namespace ErrorManagement.Analytics.Records;

/// <summary>What a <see cref="PatternChoice"/> chose. Immutable.</summary>
/// <param name="Patterns">Those that run, newest first; then those that ended, newest first.</param>
/// <param name="Ended">How many ended, those that are not told included.</param>
internal sealed record ChosenPatterns(IReadOnlyList<DetectedPattern> Patterns, int Ended);
