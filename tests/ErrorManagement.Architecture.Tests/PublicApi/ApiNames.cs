using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Architecture.Tests.PublicApi;

/// <summary>Writes types and members close to how C# declares them.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    // Left out of names, as every C# file does.
    private static readonly string?[] Usings = ["System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks"];

    // Attributes that change what a caller may write or what the compiler does with it.
    private static readonly string[] AttributesThatMatter =
    [
        "Obsolete", "Experimental", "EditorBrowsable", "Flags", "AttributeUsage", "OverloadResolutionPriority", "CallerFilePath", "CallerLineNumber",
        "CallerMemberName", "CallerArgumentExpression", "NotNullWhen", "MaybeNullWhen", "NotNull", "MaybeNull", "NotNullIfNotNull", "MemberNotNull",
        "DoesNotReturn", "DoesNotReturnIf", "AllowNull", "DisallowNull", "RequiresUnreferencedCode", "RequiresDynamicCode", "SetsRequiredMembers",
        "DynamicallyAccessedMembers", "EnumeratorCancellation", "InterpolatedStringHandler", "InterpolatedStringHandlerArgument", "AsyncMethodBuilder", "Conditional",
    ];

    private static readonly NullabilityInfoContext Nullability = new();

    public static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute)));

    public static string Declaration(Type type)
    {
        var name = (type.IsNested ? Plain(type.DeclaringType!) + "." : type.Namespace + ".") + SimpleName(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{Attributes(type)}public delegate {Result(invoke)} {name}({Parameters(invoke)}){Constraints(type)}";
        }

        return $"{Attributes(type)}{Access(type)}{Modifiers(type)}{Kind(type)} {name}{Bases(type)}{Constraints(type)}";
    }

    public static string Of(ConstructorInfo constructor) =>
        $"{Attributes(constructor)}{Access(constructor)}{SimpleName(constructor.DeclaringType!).Split('<')[0]}({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        var arguments = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{Attributes(method)}{Access(method)}{Modifiers(method)}{Result(method)} {method.Name}{arguments}({Parameters(method)}){ConstraintsOf(method.GetGenericArguments())}";
    }

    public static string Of(PropertyInfo property, Func<MethodBase, bool> isVisible)
    {
        var shown = property.GetAccessors(nonPublic: true).First(isVisible);
        var accessors = new List<string>();
        if (property.GetMethod is { } get && isVisible(get))
        {
            accessors.Add("get;");
        }

        if (property.SetMethod is { } set && isVisible(set))
        {
            var word = set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;";
            accessors.Add(set.IsFamily && shown.IsPublic ? "protected " + word : word);
        }

        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Attributes(property)}{Access(shown)}{Modifiers(shown)}{required}{Text(property.PropertyType, NullabilityOf(() => Nullability.Create(property)))} {name} {{ {string.Join(" ", accessors)} }}";
    }

    public static string Of(EventInfo item) =>
        $"{Attributes(item)}{Access(item.AddMethod!)}{Modifiers(item.AddMethod!)}event {Text(item.EventHandlerType!, NullabilityOf(() => Nullability.Create(item)))} {item.Name}";

    public static string Of(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? " = " + Value(field.GetRawConstantValue(), field.FieldType) : "";
        return $"{Attributes(field)}{(field.IsPublic ? "public " : "protected ")}{kind}{Text(field.FieldType, NullabilityOf(() => Nullability.Create(field)))} {field.Name}{value}";
    }

    /// <summary>A type without nullability, as in a base list.</summary>
    public static string Plain(Type type) => Text(type, null);

    private static string Access(Type type) => type.IsNestedFamily || type.IsNestedFamORAssem ? "protected " : "public ";

    private static string Access(MethodBase method) => method.DeclaringType!.IsInterface ? "" : method.IsPublic ? "public " : "protected ";

    private static string Modifiers(Type type) =>
        type.IsEnum || type.IsInterface ? ""
        : type.IsValueType ? (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "")
        : type.IsAbstract && type.IsSealed ? "static "
        : type.IsAbstract ? "abstract "
        : type.IsSealed ? "sealed " : "";

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? (method.IsAbstract ? "static abstract " : "static ") : method.IsAbstract ? "" : "default ";
        }

        var isOverride = method is MethodInfo info && info.GetBaseDefinition() != info;
        return method.IsStatic ? "static "
            : method.IsAbstract ? (isOverride ? "abstract override " : "abstract ")
            : isOverride ? (method.IsFinal ? "sealed override " : "override ")
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : (IsRecord(type) ? "record " : "") + (type.IsValueType ? "struct" : "class");

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetUnderlyingType(type) == typeof(int) ? "" : " : " + Plain(Enum.GetUnderlyingType(type));
        }

        var bases = new List<string>();
        if (type is { IsInterface: false, IsValueType: false } && type.BaseType is { } super && super != typeof(object))
        {
            bases.Add(Plain(super));
        }

        bases.AddRange(type.GetInterfaces()
            .Where(i => i.IsVisible && type.BaseType?.GetInterfaces().Contains(i) != true && !(IsRecord(type) && i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            .Select(Plain).Order(StringComparer.Ordinal));
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static string Constraints(Type type) => ConstraintsOf(type.GetGenericArguments());

    private static string ConstraintsOf(Type[] parameters)
    {
        var all = new List<string>();
        foreach (var parameter in parameters.Where(p => p.IsGenericParameter))
        {
            var flags = parameter.GenericParameterAttributes;
            var list = new List<string>();
            if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            {
                list.Add("class");
            }

            if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                list.Add("struct");
            }
            else if (EffectiveFlag(parameter) == 1 && list.Count == 0 && parameter.GetGenericParameterConstraints().Length == 0)
            {
                list.Add("notnull");
            }

            list.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Plain).Order(StringComparer.Ordinal));
            if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                list.Add("new()");
            }

            if (list.Count > 0)
            {
                all.Add($" where {parameter.Name} : {string.Join(", ", list)}");
            }
        }

        return string.Concat(all);
    }

    // 1 = not null, 2 = may be null; written on the parameter, or once for all on what declares it.
    private static byte EffectiveFlag(Type parameter)
    {
        var flag = Flag(parameter, "NullableAttribute");
        for (MemberInfo? owner = (MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType; flag == 0 && owner is not null; owner = owner.DeclaringType)
        {
            flag = Flag(owner, "NullableContextAttribute");
        }

        return flag;
    }

    private static byte Flag(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.FullName == "System.Runtime.CompilerServices." + attribute)?.ConstructorArguments[0].Value is byte flag ? flag : (byte)0;

    private static string Result(MethodInfo method)
    {
        var byRef = method.ReturnType.IsByRef ? (method.ReturnParameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref ") : "";
        return byRef + Text(method.ReturnType, NullabilityOf(() => Nullability.Create(method.ReturnParameter)));
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select((p, i) => (isExtension && i == 0 ? "this " : "") + Parameter(p)));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var kind = parameter.ParameterType.IsByRef
            ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.IsDefined(typeof(RequiresLocationAttribute)) ? "ref readonly " : "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        var value = parameter.HasDefaultValue ? " = " + Value(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return $"{Attributes(parameter.GetCustomAttributesData())}{kind}{Text(parameter.ParameterType, NullabilityOf(() => Nullability.Create(parameter)))} {parameter.Name}{value}";
    }

    private static string Text(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Text(type.GetElementType()!, nullability?.ElementType ?? nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Text(underlying, null) + "?";
        }

        var mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return $"{Text(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (type.IsPointer)
        {
            return Text(type.GetElementType()!, null) + "*";
        }

        if (type.IsGenericParameter)
        {
            // Without a constraint every T may be null, so that T? is not to be told from T here.
            return type.Name + (nullability?.ReadState == NullabilityState.Nullable && EffectiveFlag(type) == 1 ? "?" : "");
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        var arguments = type.GetGenericArguments();
        var prefix = type.IsNested ? Plain(type.DeclaringType!) + "." : Usings.Contains(type.Namespace) ? "" : type.Namespace + ".";
        var own = type.Name.Split('`')[0];
        if (arguments.Length == 0 || !type.Name.Contains('`', StringComparison.Ordinal))
        {
            return prefix + own + mark;
        }

        var states = nullability?.GenericTypeArguments;
        return $"{prefix}{own}<{string.Join(", ", arguments.Select((a, i) => Text(a, states is { } s && i < s.Length ? s[i] : null)))}>{mark}";
    }

    private static string SimpleName(Type type)
    {
        var arguments = type.GetGenericArguments();
        return type.Name.Contains('`', StringComparison.Ordinal)
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments.Select(Variance))}>"
            : type.Name;
    }

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.Covariant) ? "out "
            : parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.Contravariant) ? "in " : "") + parameter.Name;

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } e => $"{Plain(e)}.{Enum.ToObject(e, value)}",
        string s => $"\"{s.Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        char c => $"'{c}'",
        bool b => b ? "true" : "false",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Attributes(MemberInfo member) => Attributes(member.GetCustomAttributesData());

    private static string Attributes(IEnumerable<CustomAttributeData> attributes) =>
        string.Concat(attributes
            .Select(a => (Name: a.AttributeType.Name.EndsWith("Attribute", StringComparison.Ordinal) ? a.AttributeType.Name[..^9] : a.AttributeType.Name, Data: a))
            .Where(a => AttributesThatMatter.Contains(a.Name) && !IsNoteToOldCompilers(a.Data))
            .Select(a => $"[{a.Name}{Arguments(a.Data)}] ")
            .Order(StringComparer.Ordinal));

    private static bool IsNoteToOldCompilers(CustomAttributeData data) =>
        data.AttributeType == typeof(ObsoleteAttribute) && data.ConstructorArguments is [{ Value: string text }, ..] && text.StartsWith("Constructors of types with required members", StringComparison.Ordinal);

    private static string Arguments(CustomAttributeData data)
    {
        var all = data.ConstructorArguments.Select(Argument).Concat(data.NamedArguments.Select(n => $"{n.MemberName} = {Argument(n.TypedValue)}")).ToArray();
        return all.Length == 0 ? "" : $"({string.Join(", ", all)})";
    }

    private static string Argument(CustomAttributeTypedArgument argument) => argument.Value switch
    {
        Type t => $"typeof({Plain(t)})",
        IEnumerable<CustomAttributeTypedArgument> list => $"[{string.Join(", ", list.Select(Argument))}]",
        var value => Value(value, argument.ArgumentType),
    };

    // Reading nullability fails on a few odd shapes (pointers, open by-refs); the type alone is then written.
    private static NullabilityInfo? NullabilityOf(Func<NullabilityInfo> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }
}
