using System.Text.Json;

namespace ErrorManagement.BugSites.Scoring;

/// <summary>Where the throws of one site went in one process: a line of its output.</summary>
/// <param name="Site">The bug.</param>
/// <param name="Component">The component it is recorded for.</param>
/// <param name="Groups">The groups of all throws.</param>
/// <param name="Variants">The stacks that were seen, by a sample of the throws.</param>
public sealed record SiteResult(string Site, string Component, IReadOnlyList<GroupCount> Groups, IReadOnlyList<VariantResult> Variants)
{
    public static SiteResult Parse(string line) => JsonSerializer.Deserialize<SiteResult>(line) ?? throw new FormatException($"This is no result of a site: {line}");

    /// <summary>The stacks that led to a record, as texts.</summary>
    public IReadOnlyList<string> FramesIn(string fingerprint) =>
        [.. Variants.Where(v => v.Groups.Any(g => g.Fingerprint == fingerprint)).Select(v => string.Join(" < ", v.Frames)).Distinct(StringComparer.Ordinal)];

    public string ToLine() => JsonSerializer.Serialize(this);
}
