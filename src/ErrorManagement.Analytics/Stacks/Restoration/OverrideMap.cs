using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Finds what overrides or implements a method. Types and methods are compared by their definitions, whatever their arguments are.</summary>
internal static class OverrideMap
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A type without arguments.</summary>
    public static Type Definition(Type type) => type is { IsGenericType: true, IsGenericTypeDefinition: false } ? type.GetGenericTypeDefinition() : type;

    /// <summary>A method without arguments, of its own or of its type.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that is called is there.")]
    public static MethodBase Definition(MethodBase method)
    {
        if (method is MethodInfo { IsGenericMethod: true, IsGenericMethodDefinition: false } generic)
        {
            method = generic.GetGenericMethodDefinition();
        }

        return method.DeclaringType is { IsGenericType: true, IsGenericTypeDefinition: false } ? method.Module.ResolveMethod(method.MetadataToken)! : method;
    }

    /// <summary>Whether two are the same method.</summary>
    public static bool AreSame(MethodBase one, MethodBase other) => one.MetadataToken == other.MetadataToken && one.Module == other.Module;

    /// <summary>The method that a type runs when a method of an interface or a base type is called on it; null when that is not known.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A member that was trimmed away is never run.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A member that was trimmed away is never run.")]
    public static MethodBase? ImplementationIn(Type type, MethodInfo called)
    {
        try
        {
            if (called.DeclaringType is not { } declaring)
            {
                return null;
            }

            if (declaring.IsInterface)
            {
                var wanted = Definition(declaring);
                return type.IsInterface ? null : type.GetInterfaces().Where(one => Definition(one) == wanted).Select(one => Mapped(type, one, called)).FirstOrDefault(static found => found is not null);
            }

            var slot = Definition(called.GetBaseDefinition());
            for (var level = type; level is not null; level = level.BaseType)
            {
                foreach (var method in level.GetMethods(Declared))
                {
                    if (method.IsVirtual && method.Name == called.Name && AreSame(Definition(method.GetBaseDefinition()), slot))
                    {
                        return Definition(method);
                    }
                }
            }
        }
        catch (Exception)
        {
            // Types made by tools or missing their references cannot be looked at in every way; then it is not known.
        }

        return null;
    }

    /// <summary>What runs a state machine of an asynchronous method; null when the type is none.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What runs a state machine is never trimmed away.")]
    public static MethodBase? MoveNextOf(Type machine) =>
        machine.IsAssignableTo(typeof(IAsyncStateMachine)) && !machine.IsGenericParameter && machine.GetMethods(Declared).FirstOrDefault(StateMachines.IsBody) is { } body ? Definition(body) : null;

    /// <summary>The methods of a type that libraries can call, because they override or implement what is theirs.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A member that was trimmed away is never run.")]
    public static IReadOnlyList<MethodBase> EntriesOf(Type type, Func<Type, bool> isOwn)
    {
        var entries = new List<MethodBase>();
        try
        {
            foreach (var one in type.GetInterfaces())
            {
                if (isOwn(one) || (Definition(type) is { IsGenericTypeDefinition: true } && one.ContainsGenericParameters && one.IsGenericParameter))
                {
                    continue;
                }

                foreach (var target in type.GetInterfaceMap(one).TargetMethods)
                {
                    if (target?.DeclaringType is { } declaring && isOwn(declaring))
                    {
                        entries.Add(Definition(target));
                    }
                }
            }

            foreach (var method in type.GetMethods(Declared))
            {
                if (method.IsVirtual && method.GetBaseDefinition() is { DeclaringType: { } root } && root != method.DeclaringType && !isOwn(root))
                {
                    entries.Add(Definition(method));
                }
            }
        }
        catch (Exception)
        {
            // As above: what cannot be looked at is not known.
        }

        return entries;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A member that was trimmed away is never run.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A member that was trimmed away is never run.")]
    private static MethodBase? Mapped(Type type, Type one, MethodInfo called)
    {
        var map = type.GetInterfaceMap(one);
        for (var i = 0; i < map.InterfaceMethods.Length; i++)
        {
            if (AreSame(map.InterfaceMethods[i], called) && map.TargetMethods[i] is { } target)
            {
                return Definition(target);
            }
        }

        return null;
    }
}
