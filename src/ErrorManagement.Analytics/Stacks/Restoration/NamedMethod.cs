namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>An own method of which only the name is known, as in programs that were compiled ahead of time.</summary>
internal sealed class NamedMethod(string name) : ICodeMethod
{
    public string? Name => name;

    public bool IsOwn => true;

    public bool IsEntry => true;
}
