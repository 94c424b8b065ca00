namespace ErrorManagement.Analytics.Grouping;

/// <summary>Templates that turned out to be one.</summary>
/// <param name="Template">What they are.</param>
/// <param name="Templates">What they were.</param>
/// <param name="Values">The words that differed, in order.</param>
internal sealed record WordFinding(string Template, IReadOnlyList<string> Templates, IReadOnlyList<string> Values);
