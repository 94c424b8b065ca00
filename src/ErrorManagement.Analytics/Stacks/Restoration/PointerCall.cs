namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What a call through a pointer to a method names: nothing but the shape of what it may run.</summary>
/// <param name="Parameters">How many parameters it hands over.</param>
/// <param name="HasResult">Whether it takes a result.</param>
internal sealed record PointerCall(int Parameters, bool HasResult) : ICodeMethod
{
    public string? Name => null;

    public bool IsOwn => false;

    public bool CanVanish => false;

    public bool IsEntry => false;

    public bool IsConstructor => false;

    public bool IsOpaque => false;

    public bool ThrowsOn => false;

    public MethodCode? Code => null;

    public bool FitsDelegate(ICodeMethod invoke) => false;

    public bool Overrides(ICodeMethod called) => false;
}
