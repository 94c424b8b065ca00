using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>
/// Knows the methods of the running program: each is one object as long as this one is used. Bounded by being emptied between two stacks.
/// Not safe for several threads at once.
/// </summary>
internal sealed class CodeMap
{
    private const int MaxMethods = 16_384;
    private const int MaxTypes = 20_000;
    private const int MaxImplementations = 64;

    // An object with many entries is a large thing that others work with, not one that was made to be called back.
    private const int MaxEntries = 8;

    private readonly Dictionary<nint, ReflectedMethod> _methods = [];
    private readonly Dictionary<Assembly, bool> _own = [];
    private readonly Dictionary<Assembly, bool> _unoptimized = [];
    private readonly Dictionary<Assembly, Dictionary<Type, List<Type>>> _derived = [];
    private readonly Dictionary<(Assembly, ICodeMethod), IReadOnlyList<ICodeMethod>> _implementations = [];
    private readonly Dictionary<Type, IReadOnlyList<ICodeMethod>> _entries = [];
    private readonly Dictionary<Assembly, IReadOnlyList<ICodeMethod>> _taken = [];
    private readonly Dictionary<(Assembly, ICodeMethod), ICodeMethod?> _takers = [];

    /// <summary>Whether so much is known that it should be forgotten before the next stack.</summary>
    public bool IsFull => _methods.Count >= MaxMethods;

    /// <summary>A method; one that cannot be told from others by a handle of its own is not known.</summary>
    public ICodeMethod Of(MethodBase method)
    {
        if (method.DeclaringType is null)
        {
            return OpaqueMethod.Instance;
        }

        var handle = method.MethodHandle.Value;
        if (_methods.TryGetValue(handle, out var known))
        {
            return known;
        }

        var definition = OverrideMap.Definition(method);
        var key = definition.MethodHandle.Value;
        if (!_methods.TryGetValue(key, out known))
        {
            known = new ReflectedMethod(definition, this);
            _methods[key] = known;
        }

        return _methods[handle] = known;
    }

    public bool IsOwn(Assembly assembly)
    {
        if (!_own.TryGetValue(assembly, out var own))
        {
            own = OwnCode.Is(assembly);
            _own[assembly] = own;
        }

        return own;
    }

    /// <summary>Whether an assembly was built for debugging, so that the runtime leaves no frame of it out.</summary>
    public bool IsUnoptimized(Assembly assembly)
    {
        if (!_unoptimized.TryGetValue(assembly, out var unoptimized))
        {
            unoptimized = assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };
            _unoptimized[assembly] = unoptimized;
        }

        return unoptimized;
    }

    /// <summary>What may run when a method is called, among the types of some assemblies; nothing when there are too many.</summary>
    public IReadOnlyList<ICodeMethod> ImplementationsOf(ICodeMethod called, IReadOnlyCollection<Assembly> assemblies)
    {
        if (called is not ReflectedMethod { Method: MethodInfo slot })
        {
            return [];
        }

        var all = new List<ICodeMethod>();
        foreach (var assembly in assemblies)
        {
            if (!_implementations.TryGetValue((assembly, called), out var found))
            {
                found = Find(slot, assembly);
                _implementations[(assembly, called)] = found;
            }

            all.AddRange(found.Where(one => !all.Contains(one)));
        }

        return all.Count > MaxImplementations ? [] : all;
    }

    /// <summary>The own methods of which an assembly makes delegates; of one that others override, those.</summary>
    public IReadOnlyList<ICodeMethod> TakenIn(Assembly assembly)
    {
        if (!_taken.TryGetValue(assembly, out var taken))
        {
            var own = new List<ICodeMethod>();
            foreach (var (method, taker) in TakenMethods.In(assembly))
            {
                if (IsOwn(method.DeclaringType!.Assembly))
                {
                    var one = Of(method);
                    own.Add(one);
                    _takers[(assembly, one)] = taker is null ? null : Of(taker);
                }
            }

            taken = [.. own.SelectMany(method => method is ReflectedMethod { Method.IsVirtual: true } ? [method, .. ImplementationsOf(method, [assembly])] : (IEnumerable<ICodeMethod>)[method]).Distinct()];
            _taken[assembly] = taken;
        }

        return taken;
    }

    /// <summary>The only method of some assemblies that makes delegates of a method, or of the one that a state machine was made of; null for none or several.</summary>
    public ICodeMethod? TakerOf(ICodeMethod method, IReadOnlyCollection<Assembly> assemblies)
    {
        if (method is not ReflectedMethod { Method: { DeclaringType: { } type } body })
        {
            return null;
        }

        if (StateMachines.IsBody(body) && StateMachines.Is(type))
        {
            if (StateMachines.OwnerOf(type) is not { } owner)
            {
                return null;
            }

            method = Of(owner);
        }

        ICodeMethod? only = null;
        foreach (var assembly in assemblies)
        {
            TakenIn(assembly);
            if (_takers.TryGetValue((assembly, method), out var taker))
            {
                if (taker is null || only is not null)
                {
                    return null;
                }

                only = taker;
            }
        }

        return only;
    }

    /// <summary>The methods of an object that libraries can call.</summary>
    public IReadOnlyList<ICodeMethod> EntriesOf(Type type)
    {
        var definition = OverrideMap.Definition(type);
        if (!IsOwn(definition.Assembly) || CompilerName.IsClosure(definition.Name))
        {
            return [];
        }

        if (!_entries.TryGetValue(definition, out var entries))
        {
            var found = OverrideMap.EntriesOf(definition, one => IsOwn(one.Assembly));
            entries = found.Count > MaxEntries ? [] : [.. found.Select(Of)];
            _entries[definition] = entries;
        }

        return entries;
    }

    private List<ICodeMethod> Find(MethodInfo slot, Assembly assembly)
    {
        var found = new List<ICodeMethod>();
        if (!slot.IsAbstract && slot.DeclaringType is { } declaring && declaring.Assembly == assembly)
        {
            found.Add(Of(slot));
        }

        if (DerivedIn(assembly).TryGetValue(OverrideMap.Definition(slot.DeclaringType!), out var types))
        {
            foreach (var type in types)
            {
                if (found.Count <= MaxImplementations && OverrideMap.ImplementationIn(type, slot) is { IsAbstract: false } real && Of(real) is var method && !found.Contains(method))
                {
                    found.Add(method);
                }
            }
        }

        return found;
    }

    /// <summary>The types of an assembly by the definitions of all that they derive from and implement.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A type that was trimmed away was never made.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A type that was trimmed away was never made.")]
    private Dictionary<Type, List<Type>> DerivedIn(Assembly assembly)
    {
        if (_derived.TryGetValue(assembly, out var derived))
        {
            return derived;
        }

        derived = [];
        _derived[assembly] = derived;
        try
        {
            var types = assembly.GetTypes();
            foreach (var type in types.Length > MaxTypes ? [] : types)
            {
                if (type.IsInterface)
                {
                    continue;
                }

                for (var level = type.BaseType; level is not null; level = level.BaseType)
                {
                    Add(derived, OverrideMap.Definition(level), type);
                }

                foreach (var one in type.GetInterfaces().Select(OverrideMap.Definition).Distinct())
                {
                    Add(derived, one, type);
                }
            }
        }
        catch (Exception)
        {
            // Types whose references are missing: what overrides what is not known for this assembly.
            derived.Clear();
        }

        return derived;
    }

    private static void Add(Dictionary<Type, List<Type>> derived, Type level, Type type)
    {
        if (!derived.TryGetValue(level, out var types))
        {
            types = [];
            derived[level] = types;
        }

        types.Add(type);
    }
}
