namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A frame of a restored stack.</summary>
/// <param name="Method">The method.</param>
/// <param name="Statement">What names the statement it stood at, within its method; null when that is not known.</param>
/// <param name="IsGap">Whether others are missing below it.</param>
internal readonly record struct RestoredFrame(ICodeMethod Method, string? Statement, bool IsGap);
