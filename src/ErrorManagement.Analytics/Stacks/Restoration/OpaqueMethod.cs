namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Stands for a frame of which nothing is known.</summary>
internal sealed class OpaqueMethod : ICodeMethod
{
    public static OpaqueMethod Instance { get; } = new();

    public string? Name => null;

    public bool IsOwn => false;

    public bool IsOpaque => true;
}
