namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>The own frames of one exception, those put back among them.</summary>
/// <param name="Frames">The frames, the innermost first.</param>
/// <param name="IsComplete">Whether nothing is known to be missing.</param>
/// <param name="Handed">What the frames handed on, down to where the exception was thrown.</param>
internal sealed record RestoredStack(IReadOnlyList<RestoredFrame> Frames, bool IsComplete, HandedMethods Handed);
