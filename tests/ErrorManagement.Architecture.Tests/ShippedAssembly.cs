using System.Reflection;

namespace ErrorManagement.Architecture.Tests;

/// <summary>One project under src, as built next to the tests.</summary>
internal sealed record ShippedAssembly(string Name, Assembly Assembly)
{
    /// <summary>Every project under src. One that the tests do not reference cannot be loaded, which fails them all: nothing ships unchecked.</summary>
    public static IReadOnlyList<ShippedAssembly> All { get; } =
        [.. Repository.Files("src", "*.csproj").Select(Path.GetFileNameWithoutExtension).Select(name => new ShippedAssembly(name!, Load(name!)))];

    public string Folder => $"src/{Name}/";

    public string DllPath => Assembly.Location;

    public string XmlDocsPath => Path.ChangeExtension(DllPath, ".xml");

    public static ShippedAssembly Of(string name) => All.Single(a => a.Name == name);

    /// <summary>Types that a person wrote, nested ones included.</summary>
    public IEnumerable<Type> WrittenTypes() => Assembly.GetTypes().Where(t => !IsGenerated(t));

    public static bool IsGenerated(Type type)
    {
        for (var current = type; current is not null; current = current.DeclaringType)
        {
            if (current.Name.Contains('<', StringComparison.Ordinal)
                || current.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false)
                || current.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
                || current.Namespace is "Microsoft.CodeAnalysis" or "System.Runtime.CompilerServices")
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => Name;

    private static Assembly Load(string name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException e)
        {
            throw new InvalidOperationException($"src/{name} is not referenced by ErrorManagement.Architecture.Tests: add a ProjectReference, so that its rooms, public API and options are checked.", e);
        }
    }
}
