namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A frame that was there, or one that was put back.</summary>
/// <param name="Method">The method.</param>
/// <param name="Offset">The place in its IL; negative when that is not known.</param>
internal readonly record struct PlacedFrame(ICodeMethod Method, int Offset);
