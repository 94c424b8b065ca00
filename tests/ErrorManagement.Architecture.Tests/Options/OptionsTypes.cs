using System.Reflection;

namespace ErrorManagement.Architecture.Tests.Options;

/// <summary>The options that users set: every public class named XxxOptions.</summary>
internal static class OptionsTypes
{
    public static IReadOnlyList<Type> All { get; } =
        [.. ShippedAssembly.All.SelectMany(a => a.Assembly.GetExportedTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && ShortName(t).EndsWith("Options", StringComparison.Ordinal))];

    public static IEnumerable<PropertyInfo> Settable(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0);

    public static string ShortName(Type type) => type.Name.Split('`')[0];
}
