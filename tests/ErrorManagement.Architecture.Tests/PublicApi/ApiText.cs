using System.Globalization;
using System.Reflection;
using System.Text;

namespace ErrorManagement.Architecture.Tests.PublicApi;

/// <summary>The public surface of an assembly as text: a line a type, and below it, indented, a line a member; sorted, the same on every machine.</summary>
internal static class ApiText
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in types.Where(IsVisible).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(ApiNames.Declaration(type)).Append('\n');
            foreach (var member in Members(type))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type)
                .Select(name => (Name: name, Value: Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)))
                .OrderBy(m => m.Value).ThenBy(m => m.Name, StringComparer.Ordinal)
                .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} = {m.Value}"));
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        return type.GetMembers(All).Where(m => !IsGenerated(m))
            .Select(m => (m.Name, Line: Line(m))).Where(m => m.Line is not null)
            .OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Line, StringComparer.Ordinal)
            .Select(m => m.Line!);
    }

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } c when IsVisible(c) => ApiNames.Of(c),
        MethodInfo m when IsVisible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) => ApiNames.Of(m),
        PropertyInfo p when p.GetAccessors(nonPublic: true).Any(IsVisible) => ApiNames.Of(p, IsVisible),
        EventInfo e when e.AddMethod is { } add && IsVisible(add) => ApiNames.Of(e),
        FieldInfo f when (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName => ApiNames.Of(f),
        _ => null,
    };

    private static bool IsVisible(Type type) =>
        !ShippedAssembly.IsGenerated(type) && (type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic);

    private static bool IsVisible(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !(method.DeclaringType!.IsSealed && !method.IsPublic);

    // What the compiler adds to records follows from the word record and from the members that are listed.
    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal)
        || member.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false)
        || (member is PropertyInfo { Name: "EqualityContract" } && ApiNames.IsRecord(member.DeclaringType!));
}
