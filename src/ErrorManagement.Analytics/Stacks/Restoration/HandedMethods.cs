namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>The methods that the frames of a stack handed on to be called further in.</summary>
/// <param name="Near">By frames that are there, in the statements they stood at.</param>
/// <param name="Put">By frames that were put back, anywhere in them: where they stood is not certain.</param>
internal sealed record HandedMethods(IReadOnlyList<ICodeMethod> Near, IReadOnlyList<ICodeMethod> Put)
{
    public static HandedMethods None { get; } = new([], []);
}
