namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Stands for a frame of which nothing is known.</summary>
internal sealed class OpaqueMethod : ICodeMethod
{
    public static OpaqueMethod Instance { get; } = new();

    public string? Name => null;

    public bool IsOwn => false;

    public bool CanVanish => false;

    public bool IsEntry => false;

    public bool IsConstructor => false;

    public bool IsOpaque => true;

    public bool ThrowsOn => false;

    public MethodCode? Code => null;

    public bool FitsDelegate(ICodeMethod invoke) => false;

    public bool Overrides(ICodeMethod called) => false;
}
