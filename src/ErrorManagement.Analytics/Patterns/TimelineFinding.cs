namespace ErrorManagement.Analytics.Patterns;

/// <summary>A pattern that holds on a timeline.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Subject">The error type for recurring, the way through the layers for cascade, <c>all</c> for the others.</param>
/// <param name="FirstTicks">When the first of its errors happened.</param>
/// <param name="LastTicks">When the last of them happened.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Layers">Their layers, each once: those whose order is known first, the deepest before all.</param>
/// <param name="Confidence">0 to 1, inclusive.</param>
internal sealed record TimelineFinding(PatternKind Kind, string Subject, long FirstTicks, long LastTicks, int Count, IReadOnlyList<string> Layers, double Confidence);
