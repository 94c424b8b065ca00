using System.Reflection;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Tells the application's own code from libraries by the name of the assembly.</summary>
internal static class OwnCode
{
    private static readonly string[] Families = ["System", "Microsoft", "mscorlib", "netstandard", "WindowsBase", "PresentationCore", "PresentationFramework"];
    private static readonly string[] Ours = ["ErrorManagement.Core", "ErrorManagement.Analytics"];

    /// <summary>Whether an assembly is the application's own: neither part of .NET nor of this library.</summary>
    public static bool Is(Assembly assembly) => Is(assembly.GetName().Name);

    /// <summary>The same by the assembly's simple name; null is not known, and so not the application's.</summary>
    public static bool Is(string? name) =>
        !string.IsNullOrEmpty(name)
        && !Ours.Contains(name, StringComparer.Ordinal)
        && !Families.Any(family => name.StartsWith(family, StringComparison.Ordinal) && (name.Length == family.Length || name[family.Length] == '.'));
}
