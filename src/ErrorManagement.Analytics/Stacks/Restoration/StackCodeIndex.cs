using System.Reflection;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Knows the assemblies that one stack runs through, and no others: what was seen before must not change what a stack says.</summary>
internal sealed class StackCodeIndex(CodeMap map, IReadOnlyCollection<Assembly> assemblies) : ICodeIndex
{
    private readonly Dictionary<ICodeMethod, IReadOnlyList<ICodeMethod>> _implementations = [];
    private IReadOnlyList<ICodeMethod>? _taken;

    public IReadOnlyList<ICodeMethod> TakenAnywhere => _taken ??= [.. assemblies.SelectMany(map.TakenIn).Distinct()];

    public ICodeMethod? TakerOf(ICodeMethod method) => map.TakerOf(method, assemblies);

    public IReadOnlyList<ICodeMethod> ImplementationsOf(ICodeMethod called)
    {
        if (!_implementations.TryGetValue(called, out var found))
        {
            found = map.ImplementationsOf(called, assemblies);
            _implementations[called] = found;
        }

        return found;
    }
}
