namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What a way is looked for to.</summary>
internal interface IPathGoal
{
    /// <summary>The method at which a way ends and is not followed further; null for none.</summary>
    ICodeMethod? End { get; }

    /// <summary>Where a part of a method reaches the goal by itself; negative when it does not.</summary>
    /// <param name="code">The method's code.</param>
    /// <param name="scope">The part.</param>
    /// <param name="handed">The methods that others were given to call.</param>
    int SiteIn(MethodCode code, CodeScope scope, IReadOnlyList<ICodeMethod> handed);
}
