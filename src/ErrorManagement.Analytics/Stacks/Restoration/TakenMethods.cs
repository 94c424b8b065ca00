using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Finds the methods of an assembly of which it makes delegates, and where it does.</summary>
internal static class TakenMethods
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    // A larger program is searched no further: what nothing nearer explains is then not known.
    private const int MaxMethods = 50_000;

    /// <summary>The methods, without arguments, each with the only method that makes delegates of it, null for several; nothing when the assembly is too large.</summary>
    public static IReadOnlyCollection<(MethodBase Method, MethodBase? Taker)> In(Assembly assembly) => InFile(assembly) ?? InMemory(assembly);

    /// <summary>The same with the file of the assembly telling where to look: the bodies of all methods of a large program take the runtime a quarter of a second. Null when there is no such file.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Code that was trimmed away makes no delegates.")]
    public static IReadOnlyCollection<(MethodBase Method, MethodBase? Taker)>? InFile(Assembly assembly)
    {
        var module = assembly.ManifestModule;
        if (assembly.GetModules().Length > 1 || ModuleCode.TakersIn(module) is not var (tokens, methods))
        {
            return null;
        }

        var taken = new Dictionary<(Module, int), (MethodBase Method, MethodBase? Taker)>();
        try
        {
            if (methods <= MaxMethods)
            {
                // In the order in which the runtime lists them.
                foreach (var method in tokens.Select(token => module.ResolveMethod(token)!)
                             .Where(static method => method.DeclaringType is not null)
                             .OrderBy(static method => method.DeclaringType!.MetadataToken).ThenBy(static method => method is ConstructorInfo).ThenBy(static method => method.MetadataToken))
                {
                    Add(method, taken);
                }
            }
        }
        catch (Exception)
        {
            // Types whose references are missing: what is known so far is not all there is.
            return [];
        }

        return taken.Values;
    }

    /// <summary>The same with the runtime asked for each method.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Code that was trimmed away makes no delegates.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Code that was trimmed away makes no delegates.")]
    public static IReadOnlyCollection<(MethodBase Method, MethodBase? Taker)> InMemory(Assembly assembly)
    {
        var taken = new Dictionary<(Module, int), (MethodBase Method, MethodBase? Taker)>();
        var count = 0;
        try
        {
            foreach (var type in assembly.GetTypes())
            {
                foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
                {
                    if (++count > MaxMethods)
                    {
                        return [];
                    }

                    Add(method, taken);
                }
            }
        }
        catch (Exception)
        {
            // Types whose references are missing: what is known so far is not all there is.
            return [];
        }

        return taken.Values;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Code that was trimmed away makes no delegates.")]
    private static void Add(MethodBase method, Dictionary<(Module, int), (MethodBase Method, MethodBase? Taker)> taken)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            return;
        }

        for (var at = 0; at < il.Length && CodeShapes.At(il, at) is { } code;)
        {
            var operand = at + code.Size;
            at = operand + CodeShapes.OperandSize(code) + (code.OperandType == OperandType.InlineSwitch && operand + 4 <= il.Length ? 4 * Math.Max(0, BitConverter.ToInt32(il, operand)) : 0);
            if (at > il.Length)
            {
                return;
            }

            if ((code == OpCodes.Ldftn || code == OpCodes.Ldvirtftn) && Resolve(method, BitConverter.ToInt32(il, operand)) is { DeclaringType: not null } target)
            {
                target = OverrideMap.Definition(target);
                var key = (target.Module, target.MetadataToken);
                taken[key] = (target, taken.TryGetValue(key, out var known) && known.Taker != method ? null : method);
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Code that was trimmed away makes no delegates.")]
    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(token, method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : [], method.IsGenericMethod ? method.GetGenericArguments() : []);
        }
        catch (Exception)
        {
            // A method of an assembly that is not there.
            return null;
        }
    }
}
