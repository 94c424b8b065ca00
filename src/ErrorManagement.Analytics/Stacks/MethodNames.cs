using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Names of methods as their author wrote them: <c>Shop.Checkout.PayAsync(Order order)</c>, whatever the compiler made of it.</summary>
internal static class MethodNames
{
    private const int MaxParameters = 32;
    private const string Unknown = "(…)";

    /// <summary>The name of a method with its type and parameters.</summary>
    public static string Of(MethodBase method)
    {
        if (method.DeclaringType is not { } type)
        {
            // Made at run time, as compiled expressions are: it belongs to no type.
            return method.Name + Parameters(method);
        }

        if (StateMachines.Is(type))
        {
            if (StateMachines.OwnerOf(type) is { } owner)
            {
                return Named(owner, owner.DeclaringType!);
            }

            if (CompilerName.Parse(type.Name) is { } machine)
            {
                return Prefix(type.DeclaringType!) + MemberNames.OfEnclosing(machine.Inside) + Unknown;
            }
        }

        return Named(method, type);
    }

    /// <summary>The same of names alone, where the methods themselves are not there to be looked at, as in programs that were compiled ahead of time.</summary>
    /// <param name="type">The full name of the type; null for none.</param>
    /// <param name="method">The name of the method.</param>
    public static string Of(string? type, string method)
    {
        var levels = (type ?? "").Split('[')[0].Split('+').ToList();
        while (levels.Count > 1 && (CompilerName.IsClosure(levels[^1]) || CompilerName.IsStateMachine(levels[^1])))
        {
            if (CompilerName.IsStateMachine(levels[^1]))
            {
                method = CompilerName.Parse(levels[^1])!.Value.Inside;
            }

            levels.RemoveAt(levels.Count - 1);
        }

        var name = string.Join('.', levels.Select(WithoutArity));
        return method switch
        {
            ".ctor" => $"new {name}{Unknown}",
            ".cctor" => $"static {name}()",
            _ => (name.Length == 0 ? "" : name + ".") + MemberNames.OfEnclosing(method) + Unknown,
        };
    }

    private static string WithoutArity(string name)
    {
        var dot = name.LastIndexOf('.') + 1;
        var last = CompilerName.FileLocalType(name[dot..]) ?? name[dot..];
        var tick = last.IndexOf('`', StringComparison.Ordinal);
        return name[..dot] + (tick > 0 ? last[..tick] : last);
    }

    private static string Named(MethodBase method, Type type)
    {
        while (type.DeclaringType is { } outer && CompilerName.IsClosure(type.Name))
        {
            type = outer;
        }

        if (method is ConstructorInfo)
        {
            return method.IsStatic ? $"static {TypeNames.Qualified(type)}()" : $"new {TypeNames.Qualified(type)}{Parameters(method)}";
        }

        var name = method.Name;
        if (method.IsSpecialName && MemberNames.Accessor(name) is { } accessor)
        {
            return Prefix(type) + AccessorName(method, accessor);
        }

        if (MemberNames.IsConversion(name) && method is MethodInfo conversion)
        {
            return $"{Prefix(type)}{MemberNames.Of(name)} {TypeNames.Short(conversion.ReturnType)}{Parameters(method)}";
        }

        // Accessors that implement an interface explicitly have no special name in some compilers; those with parameters of their own are methods.
        return Prefix(type) + (CompilerName.Parse(name) is null && !name.Contains('.', StringComparison.Ordinal) ? MemberNames.Of(name) : MemberNames.OfEnclosing(name)) + Generic(method) + Parameters(method);
    }

    private static string AccessorName(MethodBase method, (string Member, string Word) accessor)
    {
        var parameters = method.GetParameters();
        var word = accessor.Word;
        if (word == "set" && method is MethodInfo setter && setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
        {
            word = "init";
        }

        // The value comes last and is no part of an indexer's brackets.
        var values = word is "get" ? 0 : 1;
        if (parameters.Length <= values)
        {
            return $"{accessor.Member}.{word}{List(parameters)}";
        }

        var dot = accessor.Member.LastIndexOf('.') + 1;
        var last = parameters.Length - values;
        return $"{accessor.Member[..dot]}this[{Items(parameters[..last])}].{word}{List(parameters[last..])}";
    }

    private static string Prefix(Type type) => type.Name == "<Module>" ? "" : TypeNames.Qualified(type) + ".";

    private static string Generic(MethodBase method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Take(MaxParameters).Select(TypeNames.Short))}>" : "";

    private static string Parameters(MethodBase method) => List(method.GetParameters());

    private static string List(ParameterInfo[] parameters) => $"({Items(parameters)})";

    private static string Items(ParameterInfo[] parameters)
    {
        var text = new StringBuilder();
        foreach (var parameter in parameters.Take(MaxParameters))
        {
            if (IsClosure(parameter.ParameterType))
            {
                continue;
            }

            text.Append(text.Length == 0 ? "" : ", ").Append(TypeOf(parameter));
            if (!string.IsNullOrEmpty(parameter.Name))
            {
                text.Append(' ').Append(parameter.Name);
            }
        }

        return parameters.Length > MaxParameters ? text.Append(", …").ToString() : text.ToString();
    }

    private static string TypeOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!type.IsByRef)
        {
            return TypeNames.Short(type);
        }

        var way = parameter switch { { IsOut: true, IsIn: false } => "out ", { IsIn: true, IsOut: false } => "in ", _ => "ref " };
        return way + TypeNames.Short(type.GetElementType()!);
    }

    /// <summary>Whether a parameter only hands on what was caught: the author did not write it.</summary>
    private static bool IsClosure(Type type) =>
        CompilerName.IsClosure((type.IsByRef ? type.GetElementType()! : type).Name) || type.FullName == "System.Runtime.CompilerServices.Closure";
}
