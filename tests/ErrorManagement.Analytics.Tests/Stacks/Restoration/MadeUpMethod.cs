using ErrorManagement.Analytics.Stacks.Restoration;

namespace ErrorManagement.Analytics.Tests.Stacks.Restoration;

/// <summary>A method of a program made of words: own ones begin with a capital letter.</summary>
internal sealed class MadeUpMethod(string name) : ICodeMethod
{
    public string Name => name;

    public bool IsOwn => char.IsUpper(name[0]);

    public bool CanVanish { get; set; } = true;

    public bool IsEntry { get; set; }

    public bool IsLambda => IsEntry;

    public bool IsConstructor => false;

    public bool IsOpaque { get; set; }

    public bool ThrowsOn => name == "throwOn";

    public MethodCode? Code { get; set; }

    public MadeUpMethod? Base { get; set; }

    public bool FitsDelegate(ICodeMethod invoke) => true;

    public bool Overrides(ICodeMethod called) => ReferenceEquals(Base, called);
}
