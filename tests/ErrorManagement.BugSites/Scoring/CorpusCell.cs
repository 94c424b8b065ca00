namespace ErrorManagement.BugSites.Scoring;

/// <summary>The throws of one site in one process that are in one group.</summary>
/// <param name="Setting">The process.</param>
/// <param name="Site">The bug.</param>
/// <param name="Group">The group.</param>
/// <param name="Count">How many throws.</param>
/// <param name="Template">The record's template.</param>
/// <param name="Stacks">The own frames of the stacks that were seen in it, innermost first.</param>
public sealed record CorpusCell(string Setting, string Site, string Group, long Count, string Template, IReadOnlyList<string> Stacks);
