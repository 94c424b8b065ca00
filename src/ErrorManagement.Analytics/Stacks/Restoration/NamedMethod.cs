namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>An own method of which only the name is known, as in programs that were compiled ahead of time.</summary>
internal sealed class NamedMethod(string name) : ICodeMethod
{
    public string? Name => name;

    public bool IsOwn => true;

    public bool CanVanish => false;

    public bool IsEntry => true;

    public bool IsConstructor => false;

    public bool IsOpaque => false;

    public bool ThrowsOn => false;

    public MethodCode? Code => null;

    public bool FitsDelegate(ICodeMethod invoke) => false;

    public bool Overrides(ICodeMethod called) => false;
}
