using System.Runtime.CompilerServices;
using System.Text;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Names of types as they are written in C#. Bounded in depth and number of arguments, whatever a type looks like.</summary>
internal static class TypeNames
{
    private const int MaxDepth = 8;
    private const int MaxArguments = 32;
    private const string More = "…";

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    private static readonly Dictionary<string, string> KeywordsByName = Keywords.ToDictionary(static entry => entry.Key.FullName!, static entry => entry.Value, StringComparer.Ordinal);

    /// <summary>The keyword for the full name of a type; null when it has none.</summary>
    public static string? KeywordOf(string fullName) => KeywordsByName.GetValueOrDefault(fullName);

    /// <summary>The name without namespace, such as <c>Dictionary&lt;string, int&gt;</c>.</summary>
    public static string Short(Type type) => Short(type, 0);

    /// <summary>The name with its namespace, outer types before a dot: as it stands before a method's name.</summary>
    public static string Qualified(Type type) => Prefix(type) + Nested(type, '.', Short, 0);

    /// <summary>The full name: as <see cref="Type.FullName"/>, but generic arguments in angle brackets, without their assemblies.</summary>
    public static string Full(Type type) => Full(type, 0);

    private static string Full(Type type, int depth)
    {
        if (depth > MaxDepth)
        {
            return More;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsSZArray)
        {
            return Full(type.GetElementType()!, depth + 1) + "[]";
        }

        if (!type.IsGenericType && type.FullName is { } name && CompilerName.Parse(type.Name) is null)
        {
            return name;
        }

        return Prefix(type) + Nested(type, '+', Full, depth);
    }

    private static string Prefix(Type type) => string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".";

    private static string Short(Type type, int depth)
    {
        if (depth > MaxDepth)
        {
            return More;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return ArrayName(type, depth);
        }

        if (type.IsPointer)
        {
            return Short(type.GetElementType()!, depth + 1) + "*";
        }

        if (type.IsByRef)
        {
            return "ref " + Short(type.GetElementType()!, depth + 1);
        }

        if (type.IsFunctionPointer)
        {
            return $"delegate*<{List([.. type.GetFunctionPointerParameterTypes(), type.GetFunctionPointerReturnType()], Short, depth)}>";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(Nullable<>))
        {
            return Short(type.GenericTypeArguments[0], depth + 1) + "?";
        }

        return type.IsConstructedGenericType && type.IsValueType && type.IsAssignableTo(typeof(ITuple)) && type.Namespace == nameof(System)
            ? $"({List(TupleItems(type), Short, depth)})"
            : Nested(type, '.', Short, depth);
    }

    /// <summary>The ranks of C# stand in another order than those of the runtime: the outermost array comes first.</summary>
    private static string ArrayName(Type type, int depth)
    {
        var ranks = new StringBuilder();
        var element = type;
        while (element.IsArray && ranks.Length < MaxArguments)
        {
            ranks.Append('[').Append(',', Math.Min(MaxArguments, element.GetArrayRank() - 1)).Append(']');
            element = element.GetElementType()!;
        }

        return Short(element, depth + 1) + ranks;
    }

    /// <summary>The items of a tuple; those beyond the seventh are in a tuple at its end.</summary>
    private static List<Type> TupleItems(Type tuple)
    {
        const int restAt = 7;
        var items = new List<Type>();
        while (true)
        {
            var arguments = tuple.GenericTypeArguments;
            items.AddRange(arguments.Take(restAt));
            if (arguments.Length <= restAt || !arguments[restAt].IsConstructedGenericType || items.Count > MaxArguments)
            {
                return items;
            }

            tuple = arguments[restAt];
        }
    }

    /// <summary>Outer types, then the type, each with those of the arguments that are its own.</summary>
    private static string Nested(Type type, char separator, Func<Type, int, string> name, int depth)
    {
        var levels = new List<Type>();
        for (var level = type; level is not null && levels.Count <= MaxDepth; level = level.DeclaringType)
        {
            levels.Insert(0, level);
        }

        var arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        var used = 0;
        var text = new StringBuilder();
        foreach (var level in levels)
        {
            if (text.Length > 0)
            {
                text.Append(separator);
            }

            var written = level.Name;
            var tick = written.LastIndexOf('`');
            text.Append(Written(tick > 0 ? written[..tick] : written));
            var last = Math.Min(arguments.Length, level.IsGenericType ? level.GetGenericArguments().Length : 0);
            if (last > used)
            {
                text.Append('<').Append(List(arguments[used..last], name, depth)).Append('>');
                used = last;
            }
        }

        return text.ToString();
    }

    private static string Written(string name) => CompilerName.FileLocalType(name) ?? (name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal) ? "anonymous" : name);

    private static string List(IReadOnlyList<Type> types, Func<Type, int, string> name, int depth) =>
        string.Join(", ", types.Take(MaxArguments).Select(type => name(type, depth + 1))) + (types.Count > MaxArguments ? ", " + More : "");
}
