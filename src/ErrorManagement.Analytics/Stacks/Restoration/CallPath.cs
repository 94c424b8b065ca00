namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>One way from a frame to the next one that is there.</summary>
/// <param name="Site">The place in the frame where the way begins; negative when it begins elsewhere.</param>
/// <param name="Steps">The methods between the two, the outermost first, each with the place of its call of the next.</param>
internal sealed record CallPath(int Site, IReadOnlyList<PlacedFrame> Steps);
