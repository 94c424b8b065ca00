using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>
/// Names of frames for telling errors apart: the same for the same source in every process, culture and build. Definitions without arguments;
/// parameters only where a type has several methods of a name; of the compiler's numbers only those that tell two lambdas of one method apart.
/// </summary>
internal static class FrameNames
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const int MaxParameters = 32;

    /// <summary>The name of a method with its type.</summary>
    public static string Of(MethodBase method)
    {
        if (method.DeclaringType is not { } type)
        {
            return method.Name;
        }

        if (StateMachines.Is(type))
        {
            if (StateMachines.OwnerOf(type) is not { } owner)
            {
                return Of(type.FullName, method.Name);
            }

            method = owner;
            type = owner.DeclaringType!;
        }

        var closure = type;
        while (type.DeclaringType is { } outer && CompilerName.IsClosure(type.Name))
        {
            type = outer;
        }

        var name = TypeName(type);
        return method switch
        {
            ConstructorInfo { IsStatic: true } => "static " + name,
            ConstructorInfo => $"new {name}{Overload(method, type)}",
            _ when CompilerName.Parse(method.Name) is { Inside.Length: > 0 } made => $"{name}.{Made(made, closure, type)}",
            _ => $"{name}.{MemberNames.OfEnclosing(method.Name)}{Arity(method)}{Overload(method, type)}",
        };
    }

    /// <summary>The same of names alone, as they stand in texts and in programs that were compiled ahead of time.</summary>
    /// <param name="type">The full name of the type, levels parted by a plus or a dot; null for none.</param>
    /// <param name="method">The name of the method.</param>
    public static string Of(string? type, string method)
    {
        var levels = Levels((type ?? "").Split('[')[0]);
        while (levels.Count > 1 && (CompilerName.IsClosure(levels[^1]) || CompilerName.IsStateMachine(levels[^1])))
        {
            if (CompilerName.IsStateMachine(levels[^1]))
            {
                method = CompilerName.Parse(levels[^1])!.Value.Inside;
            }

            levels.RemoveAt(levels.Count - 1);
        }

        var name = string.Join('.', levels.Select(Level));
        return method switch
        {
            ".ctor" => "new " + name,
            ".cctor" => "static " + name,
            _ => (name.Length == 0 ? "" : name + ".") + (CompilerName.Parse(method) is { Inside.Length: > 0 } made ? Made(made, null, null) : MemberNames.OfEnclosing(method)),
        };
    }

    private static string TypeName(Type type)
    {
        var name = Level(type.Name);
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
        {
            name = Level(outer.Name) + "." + name;
        }

        return string.IsNullOrEmpty(type.Namespace) ? name : $"{type.Namespace}.{name}";
    }

    /// <summary>One level of a type's name: <c>Store`2</c> is <c>Store&lt;,&gt;</c>.</summary>
    private static string Level(string name)
    {
        name = CompilerName.FileLocalType(name) ?? name;
        var tick = name.LastIndexOf('`');
        return tick > 0 && int.TryParse(name.AsSpan(tick + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? name[..tick] + Places(count)
            : name;
    }

    private static string Places(int count) => count is > 0 and <= MaxParameters ? $"<{new string(',', count - 1)}>" : "<>";

    private static string Arity(MethodBase method) => method.IsGenericMethod ? Places(method.GetGenericArguments().Length) : "";

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A method that was trimmed away needs not be told from others.")]
    private static string Overload(MethodBase method, Type type)
    {
        var isOverloaded = method is ConstructorInfo
            ? type.GetConstructors(Declared).Count(static one => !one.IsStatic) > 1
            : type.GetMethods(Declared).Count(one => one.Name == method.Name) > 1;
        if (!isOverloaded)
        {
            return "";
        }

        var text = new StringBuilder("(");
        foreach (var parameter in method.GetParameters().Take(MaxParameters))
        {
            text.Append(text.Length == 1 ? "" : ", ").Append(TypeNames.Short(parameter.ParameterType));
        }

        return text.Append(')').ToString();
    }

    /// <summary>A lambda or a local function.</summary>
    private static string Made(CompilerName made, Type? closure, Type? type)
    {
        var enclosing = CompilerName.Parse(made.Inside) is { Inside.Length: > 0 } nested ? Made(nested, closure, type) : MemberNames.OfEnclosing(made.Inside);
        var (method, ordinal) = Numbers(made, closure);
        var others = type is null ? [] : Siblings(made, type);
        var enclosings = others.Select(static one => one.Method).Append(method).Distinct().Order().ToList();
        if (enclosings.Count > 1)
        {
            // Several methods of that name: their numbers change with every member before them, their order does not.
            enclosing = string.Create(CultureInfo.InvariantCulture, $"{enclosing}#{enclosings.IndexOf(method) + 1}");
        }

        if (made.LocalFunction is { } local)
        {
            var isAlone = others.Where(one => one.Method == method && one.Local == local).Select(static one => one.Ordinal).Distinct().Count() <= 1;
            return isAlone ? $"{enclosing}.{local}" : string.Create(CultureInfo.InvariantCulture, $"{enclosing}.{local}#{ordinal}");
        }

        return made.Kind == 'b' ? string.Create(CultureInfo.InvariantCulture, $"{enclosing}.lambda#{ordinal}") : enclosing;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A method that was trimmed away needs not be told from others.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A method that was trimmed away needs not be told from others.")]
    private static List<(int Method, int Ordinal, string? Local)> Siblings(CompilerName made, Type type)
    {
        var siblings = new List<(int, int, string?)>();
        foreach (var level in type.GetNestedTypes(Declared).Where(static nested => CompilerName.IsClosure(nested.Name)).Prepend(type))
        {
            foreach (var method in level.GetMethods(Declared))
            {
                if (CompilerName.Parse(method.Name) is { Kind: 'b' or 'g' } other && other.Inside == made.Inside)
                {
                    var (enclosing, ordinal) = Numbers(other, level);
                    siblings.Add((enclosing, ordinal, other.LocalFunction));
                }
            }
        }

        return siblings;
    }

    /// <summary>The compiler's numbers of the enclosing method in its type and of a lambda or local function in that method; -1 for none.</summary>
    private static (int Method, int Ordinal) Numbers(CompilerName made, Type? closure)
    {
        var rest = made.Rest.AsSpan();
        rest = rest[(rest.LastIndexOf('|') + 1)..].TrimStart('_');
        var bar = rest.IndexOf('_');
        if (bar > 0)
        {
            return (Number(rest[..bar]), Number(rest[(bar + 1)..]));
        }

        const string display = "__DisplayClass";
        var outer = closure is null ? null : CompilerName.Parse(closure.Name)?.Rest;
        var end = outer?.IndexOf('_', Math.Min(outer.Length, display.Length)) ?? -1;
        return (outer is not null && end > 0 && outer.StartsWith(display, StringComparison.Ordinal) ? Number(outer.AsSpan(display.Length, end - display.Length)) : -1, Number(rest));
    }

    private static int Number(ReadOnlySpan<char> digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Parts a type's name at pluses and dots, but not inside the angle brackets of names that the compiler made up.</summary>
    private static List<string> Levels(string type)
    {
        var levels = new List<string>();
        var open = 0;
        var start = 0;
        for (var i = 0; i <= type.Length; i++)
        {
            if (i == type.Length || (open == 0 && type[i] is '+' or '.'))
            {
                if (i > start)
                {
                    levels.Add(type[start..i]);
                }

                start = i + 1;
            }
            else if (type[i] == '<')
            {
                open++;
            }
            else if (type[i] == '>')
            {
                open--;
            }
        }

        return levels;
    }
}
