namespace ErrorManagement.Hosting;

/// <summary>The types whose error codes the host wants checked at start.</summary>
internal sealed class CodedTypes
{
    public HashSet<Type> Types { get; } = [];
}
