namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A part of a method.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends, exclusive.</param>
internal readonly record struct CodeScope(int From, int To)
{
    /// <summary>The whole of a method.</summary>
    public static CodeScope All { get; } = new(0, int.MaxValue);

    public bool Holds(int offset) => offset >= From && offset < To;
}
