namespace ErrorManagement.Analytics;

/// <summary>The values that stood in one place of a message.</summary>
/// <param name="Placeholder">What stands for them in the template, such as <c>&lt;num&gt;</c>.</param>
/// <param name="Position">Which placeholder of the template it is, from 0.</param>
/// <param name="Values">The most frequent values, those first; at most 8. Many different values; may hold private data.</param>
/// <param name="Others">How often it was none of those, or may have been none.</param>
public sealed record MessageFacet(string Placeholder, int Position, IReadOnlyList<FacetValue> Values, long Others);
